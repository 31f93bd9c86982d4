import { crashDrill } from '../src/app/testing/crash-drill.ts';

/** Kills the server and then the database with −9 in the middle of an import, and shows what was found each time. */
export async function crashBench(rows: number): Promise<void> {
  const found = await crashDrill(rows, (step) => console.log(step));
  console.log(JSON.stringify(found, null, 2));
}
