// Every fixture has services, ports and folders of its own. More run at once than there are cores, since many wait for a process.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
