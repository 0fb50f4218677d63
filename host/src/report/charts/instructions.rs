//! Instruction chart: the executed instructions of one operation by class, native and interpreted.

use super::{
    Chart,
    page_layout::{GAP, HEADING, LABEL, LINE, LegendEntry, PageHeader, PageLayout, SMALL, Swatch},
};
use crate::{
    explain::{Explanation, InstructionClass},
    report::{
        ReportData,
        drawing::{Anchor, PageSize, Scene, theme},
        format,
    },
};

const HEADING_LINE: i32 = 50;
/// Height of a bar.
const BAR: i32 = 30;
/// Height of a row without its counts.
const ROW: i32 = 42;
/// Middle of the first line of counts, from the top of the bar.
const COUNTS_AT: i32 = BAR + 16;
/// Width of the label column, as a fraction of the page width, if the labels are next to the bars.
const LABEL_WIDTH: f64 = 0.28;

/// `charts/instructions`.
pub(super) struct Instructions;

impl Chart for Instructions {
    fn id(&self) -> &'static str {
        "instructions"
    }

    fn draw(&self, data: &ReportData, size: PageSize) -> Vec<Scene> {
        let bars: Vec<Bar> = data.explanations_of_this_board().map(bar).collect();
        if bars.is_empty() {
            return Vec::new();
        }
        let present = |class: &&InstructionClass| bars.iter().any(|bar| bar.count(**class) > 0.0);
        let classes: Vec<InstructionClass> = InstructionClass::ALL.iter().filter(present).copied().collect();
        let entry = |class: &InstructionClass| LegendEntry {
            swatch: Swatch::Band { color: theme::class(*class), opacity: 1.0 },
            text: class.name().to_owned(),
        };
        let header = PageHeader {
            title: "Instructions of one operation".to_owned(),
            description: description(&bars),
            notes: vec![
                "Executed instructions of one operation in the steady state, by class. If the instructions do not \
                 repeat, the average over the operations of a sample is shown. The longest bar of each scenario has the \
                 full width."
                    .to_owned(),
            ],
            legend: classes.iter().map(entry).collect(),
        };
        let mut layout = PageLayout::new(data, &header, size);
        let mut groups: Vec<&str> = Vec::new();
        for bar in &bars {
            if !groups.contains(&&*bar.group) {
                groups.push(&bar.group);
            }
        }
        for group in groups {
            let members: Vec<&Bar> = bars.iter().filter(|bar| bar.group == group).collect();
            draw_group(&mut layout, group, &members, &classes);
        }
        layout.finish()
    }
}

/// The bar of an implementation.
struct Bar {
    group: String,
    label: String,
    classes: Vec<(InstructionClass, f64)>,
}

impl Bar {
    fn count(&self, class: InstructionClass) -> f64 {
        self.classes.iter().find(|(found, _)| *found == class).map_or(0.0, |(_, count)| *count)
    }

    fn total(&self) -> f64 {
        self.classes.iter().map(|(_, count)| count).sum()
    }
}

fn bar(explanation: &Explanation) -> Bar {
    let workload = &explanation.workload;
    let (profile, by) = match &explanation.steady {
        Some(steady) => (&steady.profile, 1),
        None => (&explanation.sample, workload.operations.max(1)),
    };
    let classes = profile.classes.iter().map(|(class, count)| (*class, *count as f64 / f64::from(by)));
    let name = workload.implementation.as_deref().or(workload.code.as_deref()).unwrap_or(&workload.title);
    Bar {
        group: workload.scenario.clone().unwrap_or_else(|| "code".to_owned()),
        label: format!("{} {}", name.trim(), workload.placement),
        classes: classes.collect(),
    }
}

fn draw_group(layout: &mut PageLayout<'_>, group: &str, bars: &[&Bar], classes: &[InstructionClass]) {
    let (left, right) = (layout.left(), layout.right());
    let narrow = layout.size.narrow;
    let most = bars.iter().map(|bar| bar.total()).fold(1.0, f64::max);
    let totals = bars.iter().map(|bar| SMALL.width(&total_text(bar))).max().unwrap_or(0) + GAP;
    let bars_left = if narrow { left } else { left + (f64::from(right - left) * LABEL_WIDTH) as i32 };
    let width = right - totals - bars_left;
    for (index, bar) in bars.iter().enumerate() {
        let counts = SMALL.wrap(&counts(bar, classes), right - bars_left);
        let height = ROW + LINE * (counts.len() as i32 + i32::from(narrow));
        if index == 0 || layout.remaining_height() < height {
            layout.ensure_height(HEADING_LINE + height);
            let y = layout.reserve(HEADING_LINE) + HEADING_LINE / 2 + 6;
            let more = if index > 0 { " (continued)" } else { "" };
            let text = HEADING.fit(&format!("{group}{more}"), right - left);
            layout.scene().text((left, y), &text, HEADING, theme::TEXT, Anchor::Left);
        }
        let mut top = layout.reserve(height);
        let scene = layout.scene();
        if narrow {
            let label = LABEL.fit(&bar.label, right - left);
            scene.text((left, top + LINE / 2), &label, LABEL, theme::TEXT, Anchor::Left);
            top += LINE;
        } else {
            let label = LABEL.fit(&bar.label, bars_left - GAP - left);
            scene.text((left, top + BAR / 2), &label, LABEL, theme::TEXT, Anchor::Left);
        }
        let position = |count: f64| bars_left + (f64::from(width) * count / most) as i32;
        let mut counted = 0.0;
        for class in classes {
            let (from, to) = (position(counted), position(counted + bar.count(*class)));
            counted += bar.count(*class);
            if to > from {
                scene.fill((from, top), (to, top + BAR), theme::class(*class), 1.0);
            }
        }
        for (line, text) in (0..).zip(&counts) {
            let at = (bars_left, top + COUNTS_AT + line * LINE);
            scene.text(at, text, SMALL, theme::MUTED_TEXT, Anchor::Left);
        }
        let at = (position(counted) + GAP / 2, top + BAR / 2);
        scene.text(at, &total_text(bar), SMALL, theme::TEXT, Anchor::Left);
    }
}

/// Lists the counts of a bar by class, for readers who cannot distinguish the colors.
fn counts(bar: &Bar, classes: &[InstructionClass]) -> String {
    let present = classes.iter().filter(|class| bar.count(**class) > 0.0);
    let counts: Vec<String> =
        present.map(|class| format!("{} {}", class.name(), format::compact(bar.count(*class)))).collect();
    counts.join(" · ")
}

fn total_text(bar: &Bar) -> String {
    format::compact(bar.total())
}

fn description(bars: &[Bar]) -> String {
    let totals: Vec<String> =
        bars.iter().map(|bar| format!("{}, {}: {}", bar.group, bar.label, total_text(bar))).collect();
    format!("Instructions of one operation: {}.", totals.join("; "))
}
