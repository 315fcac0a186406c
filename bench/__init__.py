"""The benchmarks: ratios and figures within one run, on the machine they run on."""
