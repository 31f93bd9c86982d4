import { Refusal } from '../../kernel/refusal.ts';

/** Prints a result: one JSON document with --json, else the lines for people. */
export function print(json: boolean, result: unknown, lines: () => string[]): void {
  process.stdout.write(json ? `${JSON.stringify(result, null, 2)}\n` : `${lines().join('\n')}\n`);
}

/** Says on standard error why a command did not work, as code and details; answers with the exit code. */
export function explain(error: unknown): number {
  if (!(error instanceof Refusal)) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
  process.stderr.write(`${error.code} ${JSON.stringify(error.details)}\n`);
  return 2;
}

/** Columns padded by their display width, where a Chinese character takes two places. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const width = (text: string) => [...text].reduce((n, c) => n + (c.codePointAt(0)! > 0x2e80 ? 2 : 1), 0);
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? '')))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, i) => cell + ' '.repeat(widths[i]! - width(cell)))
      .join('  ')
      .trimEnd(),
  );
}
