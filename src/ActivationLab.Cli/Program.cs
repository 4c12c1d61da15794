using ActivationLab.Cli;

return new Application(Terminal.OfProcess(), new Services()).Run(args);
