// Every fixture has databases, clocks and services of its own.
// Those that measure the memory or the instruments of the whole process, or collect its garbage, run alone: [NonParallelizable].
[assembly: Parallelizable(ParallelScope.Fixtures)]
