//! Value change dump of edges (IEEE 1364-2005, clause 18), for GTKWave and sigrok.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use vcd::{IdCode, SimulationCommand, TimescaleUnit, Value, Writer};

use super::{Edge, EdgeSink};
use crate::time::Picoseconds;

/// Picoseconds in a nanosecond.
const PICOSECONDS_PER_NANOSECOND: u64 = 1000;

/// Dump of pins, in nanoseconds since its first edge. Clones share the dump.
///
/// sigrok creates a sample for every time unit from zero on: picoseconds since power-on exceed its memory. A cycle of
/// the fastest clock lasts several nanoseconds, so that the time of an edge identifies its cycle.
///
/// Edges are written as they occur. [`VcdDocument::finish`] returns the first error; nothing is written after it.
#[derive(Clone)]
pub struct VcdDocument(Arc<Mutex<State>>);

struct State {
    writer: Writer<Box<dyn Write + Send>>,
    wires: Vec<(u64, IdCode)>,
    levels: Option<u64>,
    /// Time of the first edge.
    origin: Picoseconds,
    /// Time of the last edge.
    time: Picoseconds,
    error: Option<io::Error>,
}

impl std::fmt::Debug for VcdDocument {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("VcdDocument").finish_non_exhaustive()
    }
}

fn value(high: bool) -> Value {
    if high { Value::V1 } else { Value::V0 }
}

impl VcdDocument {
    /// Starts a dump of the pins in `pins`, one bit per pin.
    ///
    /// # Errors
    /// Returns the error of writing the header.
    pub fn begin(target: Box<dyn Write + Send>, pins: u64) -> io::Result<Self> {
        let mut writer = Writer::new(target);
        writer.comment("Recorded on a simulated Pico 2; time counts from the start of the recording")?;
        writer.timescale(1, TimescaleUnit::NS)?;
        writer.add_module("pico2")?;
        let mut wires = Vec::new();
        for pin in (0..u64::BITS).filter(|pin| pins >> pin & 1 == 1) {
            wires.push((1 << pin, writer.add_wire(1, &format!("GP{pin}"))?));
        }
        writer.upscope()?;
        writer.enddefinitions()?;
        let state = State { writer, wires, levels: None, origin: 0, time: 0, error: None };
        Ok(VcdDocument(Arc::new(Mutex::new(state))))
    }

    /// Ends the dump at a time, in picoseconds since power-on.
    ///
    /// # Errors
    /// Returns the first error of writing.
    pub fn finish(self, time: Picoseconds) -> io::Result<()> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = state.error.take() {
            return Err(error);
        }
        let time = state.nanoseconds(time.max(state.time));
        state.writer.timestamp(time)?;
        state.writer.flush()
    }
}

impl State {
    /// Returns the time since the first edge, rounded to nanoseconds.
    fn nanoseconds(&self, time: Picoseconds) -> u64 {
        (time.saturating_sub(self.origin) + PICOSECONDS_PER_NANOSECOND / 2) / PICOSECONDS_PER_NANOSECOND
    }

    fn write(&mut self, edge: Edge) -> io::Result<()> {
        if self.levels.is_none() {
            self.origin = edge.time;
        }
        let time = self.nanoseconds(edge.time);
        let State { writer, wires, levels, .. } = self;
        writer.timestamp(time)?;
        match levels {
            None => {
                writer.begin(SimulationCommand::Dumpvars)?;
                for (mask, wire) in wires {
                    writer.change_scalar(*wire, value(edge.levels & *mask != 0))?;
                }
                writer.end()?;
            }
            Some(levels) => {
                let changed = *levels ^ edge.levels;
                for (mask, wire) in wires.iter().filter(|(mask, _)| changed & mask != 0) {
                    writer.change_scalar(*wire, value(edge.levels & mask != 0))?;
                }
            }
        }
        (self.levels, self.time) = (Some(edge.levels), edge.time);
        Ok(())
    }
}

impl EdgeSink for VcdDocument {
    fn edge(&mut self, edge: Edge) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.error.is_none() {
            state.error = state.write(edge).err();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vcd::{Command, Parser, ScopeItem};

    /// Buffer that the test can read after the document is finished.
    #[derive(Clone, Default)]
    struct Buffer(Arc<Mutex<Vec<u8>>>);

    impl Write for Buffer {
        fn write(&mut self, data: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(data)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_parser_reads_the_edges() {
        let buffer = Buffer::default();
        let mut document = VcdDocument::begin(Box::new(buffer.clone()), 0b1001).unwrap();
        for (time, levels) in [(5_000_100, 0b1000), (5_006_767, 0b0001), (5_013_433, 0b0000)] {
            document.edge(Edge { cycle: time, time, levels });
        }
        document.finish(5_200_000).unwrap();
        let text = buffer.0.lock().unwrap().clone();
        let mut parser = Parser::new(text.as_slice());
        let header = parser.parse_header().unwrap();
        assert_eq!(header.timescale, Some((1, TimescaleUnit::NS)));
        let ScopeItem::Scope(scope) = &header.items[header.items.len() - 1] else { panic!("no scope") };
        let names: Vec<_> = scope
            .items
            .iter()
            .filter_map(|item| match item {
                ScopeItem::Var(wire) => Some((wire.reference.clone(), wire.code)),
                _ => None,
            })
            .collect();
        assert_eq!([names[0].0.as_str(), names[1].0.as_str()], ["GP0", "GP3"]);
        let change = |wire: usize, value| Command::ChangeScalar(names[wire].1, value);
        let commands: Vec<_> = parser.map(Result::unwrap).collect();
        let expected = [
            Command::Timestamp(0),
            Command::Begin(SimulationCommand::Dumpvars),
            change(0, Value::V0),
            change(1, Value::V1),
            Command::End(SimulationCommand::Dumpvars),
            Command::Timestamp(7),
            change(0, Value::V1),
            change(1, Value::V0),
            Command::Timestamp(13),
            change(0, Value::V0),
            Command::Timestamp(200),
        ];
        assert_eq!(commands, expected);
    }

    #[test]
    fn the_first_error_is_returned_at_the_end() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, data: &[u8]) -> io::Result<usize> {
                if data.contains(&b'#') { Err(io::ErrorKind::StorageFull.into()) } else { Ok(data.len()) }
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut document = VcdDocument::begin(Box::new(Full), 1).unwrap();
        document.edge(Edge { cycle: 0, time: 0, levels: 0 });
        document.edge(Edge { cycle: 1, time: 1, levels: 1 });
        assert_eq!(document.finish(2).unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
