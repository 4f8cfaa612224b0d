// Vitest runs this before each file of integration tests, which share processes.
import { leaveNothing } from "./stub-env";

leaveNothing();
