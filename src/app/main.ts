import { quickenImports } from './quick-imports.ts';

quickenImports();
try {
  const { program } = await import('./cli/program.ts');
  await program().parseAsync();
} catch (error) {
  const { explain } = await import('./cli/output.ts');
  process.exitCode = explain(error);
}
