import { program } from './cli/program.ts';
import { explain } from './cli/output.ts';

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
