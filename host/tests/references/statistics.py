"""Statistics by NumPy and SciPy: a list of [kind, inputs] on standard input, a list of figures on standard output."""

import json
import sys

import numpy as np
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
    """Cycles per operation of each boot: the slope that polyfit puts through the medians of both lengths."""
    operations, boots = series
    lengths = [operations, 2 * operations]
    return np.array([np.polyfit(lengths, [np.median(one), np.median(two)], 1)[0] for one, two in boots])


def cost(series):
    found = costs(series)
    interval = stats.ttest_1samp(found, 0).confidence_interval(0.95)
    return [found.mean(), interval.low, interval.high]


def ratio(cell, baseline):
    """Fieller's interval by its definition: where numerator - ratio * denominator is a t-quantile of errors off."""
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


KINDS = {it.__name__: it for it in
         [summary, outliers, geometric, rank, welch, holm, cost, ratio, median, many_boots]}
json.dump([[float(it) for it in KINDS[kind](*inputs)] for kind, inputs in json.load(sys.stdin)], sys.stdout)
