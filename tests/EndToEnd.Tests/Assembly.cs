// Real processes that keep real time do not go well with a dozen others on two cores.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
