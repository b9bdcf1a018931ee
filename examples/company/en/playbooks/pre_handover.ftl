# What people call a step: step- and its name.
step-keys = Key reminder, 1 day before handover
