// Live tensors, threads and seeds belong to the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
