"""Statistics by NumPy, SciPy and ruptures: reads a list of [kind, inputs], and prints a list of lists of numbers."""

import json
import sys

import numpy as np
import ruptures
from scipy import optimize, stats


def summary(samples):
    return list(np.percentile(samples, [0, 25, 50, 75, 100]))


def outliers(samples):
    low, high = np.percentile(samples, [25, 75])
    mild, severe = 1.5 * (high - low), 3 * (high - low)
    samples = np.array(samples)
    counts = [
        (samples < low - severe).sum(),
        ((samples < low - mild) & (samples >= low - severe)).sum(),
        ((samples > high + mild) & (samples <= high + severe)).sum(),
        (samples > high + severe).sum(),
    ]
    return [int(it) for it in counts]


def geometric(ratios):
    return [stats.gmean(ratios), stats.gstd(ratios, ddof=0)]


def rank(base, new):
    ties = len(set(base + new)) < len(base) + len(new)
    if len(base) + len(new) > 40:
        method = "asymptotic"
    else:
        method = stats.PermutationMethod(n_resamples=10**6) if ties else "exact"
    found = stats.mannwhitneyu(new, base, alternative="two-sided", method=method)
    return [found.pvalue, found.statistic / (len(base) * len(new))]


def welch(base, new):
    return [stats.ttest_ind(new, base, equal_var=False).pvalue]


def holm(probabilities):
    order = np.argsort(probabilities)
    steps = np.arange(len(order), 0, -1)
    adjusted = np.minimum(np.maximum.accumulate(steps * np.array(probabilities)[order]), 1)
    return list(adjusted[np.argsort(order)])


def costs(series):
    """Cycles per operation of each boot: the slope through the medians of both lengths by polyfit."""
    operations, boots = series
    lengths = [operations, 2 * operations]
    return np.array([np.polyfit(lengths, [np.median(one), np.median(two)], 1)[0] for one, two in boots])


def cost(series):
    found = costs(series)
    interval = stats.ttest_1samp(found, 0).confidence_interval(0.95)
    return [found.mean(), interval.low, interval.high]


def ratio(cell, baseline):
    """Fieller's interval by its definition: |numerator - ratio * denominator| equals a t-quantile of its error."""
    above, below = costs(cell), costs(baseline)
    a, b = above.mean(), below.mean()
    va, vb = stats.sem(above) ** 2, stats.sem(below) ** 2
    found = a / b
    parts = va, found**2 * vb
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (len(above) - 1) + parts[1] ** 2 / (len(below) - 1))
    t = stats.t.ppf(0.975, freedom)

    def off(at):
        return abs(a - at * b) - t * np.sqrt(va + at**2 * vb)

    return [found, optimize.brentq(off, -found, found), optimize.brentq(off, found, 10 * found)]


def expanded_tail(count):
    return stats.norm.cdf(-np.sqrt(count / (count - 1)) * stats.t.ppf(0.975, count - 1))


def ends(distribution, count):
    return list(np.quantile(distribution, [expanded_tail(count), 1 - expanded_tail(count)]))


def median(samples):
    found = stats.bootstrap((samples,), np.median, n_resamples=20000, method="percentile", rng=1)
    return [np.median(samples), *ends(found.bootstrap_distribution, len(samples))]


def many_boots(cell, baseline):
    above, below = costs(cell), costs(baseline)
    found = stats.bootstrap(
        (above, below), lambda one, two, axis: one.mean(axis) / two.mean(axis),
        n_resamples=20000, method="percentile", rng=1)
    return [above.mean() / below.mean(), *ends(found.bootstrap_distribution, min(len(above), len(below)))]


def single_boot(series):
    """Student's interval of the slope of one boot's medians, with SciPy's bootstrap standard error."""
    operations, [(one, two)] = series

    def slope(one, two, axis):
        return (np.median(two, axis) - np.median(one, axis)) / operations

    found = slope(np.array(one), np.array(two), 0)
    error = stats.bootstrap((one, two), slope, n_resamples=20000, rng=1).standard_error
    reach = stats.t.ppf(0.975, min(len(one), len(two)) - 1) * error
    return [found, found - reach, found + reach]


def without_outliers(series):
    """With forty samples or more, replaces samples far from the running median of five by that median."""
    if len(series) < 40:
        return series
    levels = np.array([np.median(series[max(0, at - 2):at + 3]) for at in range(len(series))])
    # With 0 as the center, this is the median distance, scaled to a standard deviation.
    scatter = stats.median_abs_deviation(series - levels, center=lambda it, axis: 0.0, scale=1 / 1.4826)
    return np.where(abs(series - levels) > 3 * scatter, levels, series)


def steady_state(series):
    """Kind (flat, warm-up, slow-down, no steady state) and first steady sample, with cuts and costs by ruptures."""
    series = without_outliers(np.array(series, float))

    def same(one, other):
        return abs(one - other) <= 0.01 * min(one, other)

    def bounds(start, end):
        part = series[start:end]
        count = len(part)
        if count < 6:
            return []
        search = ruptures.Binseg(model="l2", min_size=3, jump=1).fit(part)
        cut = search.predict(n_bkps=1)[0]
        whole, halves = search.cost.error(0, count), search.cost.sum_of_costs([cut, count])
        # Three times Schwarz's criterion: m / 2 * ln(whole / halves) > 3 * ln(m).
        enough = halves == 0 < whole or (whole > 0 and count / 2 * np.log(whole / halves) > 3 * np.log(count))
        if not enough or same(part[:cut].mean(), part[cut:].mean()):
            return []
        return [*bounds(start, start + cut), start + cut, *bounds(start + cut, end)]

    cuts = [0, *bounds(0, len(series)), len(series)]
    levels = [series[one:two].mean() for one, two in zip(cuts, cuts[1:])]
    place = len(levels) - 1
    while place > 0 and same(levels[place - 1], levels[-1]):
        place -= 1
    if place == 0:
        return [0, 0]
    if cuts[place] > len(series) // 2:
        return [3, 0]
    return [1 if levels[place - 1] > levels[-1] else 2, cuts[place]]


KINDS = {it.__name__: it for it in
         [summary, outliers, geometric, rank, welch, holm, cost, ratio, median, many_boots,
          single_boot, steady_state]}
json.dump([[float(it) for it in KINDS[kind](*inputs)] for kind, inputs in json.load(sys.stdin)], sys.stdout)
