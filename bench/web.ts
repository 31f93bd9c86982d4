import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser, openPage, wide } from '../e2e/browser.ts';
import { commandLine, startServer } from '../src/app/testing/running-server.ts';
import { inMs, printTable, quantile } from './measure.ts';

const kb = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
const runs = 9;

const person = { login: 'zhaoshang', password: 'Fenghuang-2026' };

/** What a page pulls in at once when nothing of it is there yet, and when a list of projects stands on a slow machine: of the demo, in a real browser. */
export async function webBench(dataDir: string): Promise<void> {
  await commandLine(dataDir, 'demo', '--no-serve');
  const server = await startServer(dataDir);
  const browser = await openBrowser();
  try {
    const { page } = await openPage(browser, server.address);
    const signIn = await scriptsOf(page, '/sign-in');
    await page.getByLabel('登录名').fill(person.login);
    await page.getByLabel('密码').fill(person.password);
    await page.keyboard.press('Enter');
    await page.locator('nav.menu a').first().waitFor();
    const storageState = await page.context().storageState();
    const fresh = await browser.newContext({ baseURL: server.address, storageState, locale: 'zh-CN', viewport: wide });
    const list = await scriptsOf(await fresh.newPage(), '/projects');
    const painted = await paintsOf(fresh);
    const paint = `${inMs(quantile(painted, 0.5))} / ${inMs(Math.max(...painted))} ms`;
    printTable(
      ['web', 'bar', 'measured'],
      [
        ['scripts over the wire: sign-in page', '200 KB', kb(signIn)],
        ['scripts over the wire: shell with the list of projects', '400 KB', kb(list)],
        ['largest paint of the list, warm cache, processor 4 × slower: p50 / worst', '1500 ms', paint],
      ],
    );
  } finally {
    await browser.close();
    await server.end();
  }
}

/** Bytes of scripts as they came over the wire, headers included, until the page is still. */
async function scriptsOf(page: Page, path: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', (e) => void (e.type === 'Script' && scripts.add(e.requestId)));
  session.on('Network.loadingFinished', (e) => void (scripts.has(e.requestId) && (bytes += e.encodedDataLength)));
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await session.detach();
  return bytes;
}

/** Milliseconds from the click of an address to the largest paint, over files that the browser has already. */
async function paintsOf(context: BrowserContext): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i <= runs; i += 1) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto('/projects');
    await page.locator('main tbody tr').first().waitFor();
    await page.waitForLoadState('networkidle');
    const paint = await page.evaluate(
      () =>
        new Promise<number>((resolve) =>
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          }),
        ),
    );
    if (i > 0) found.push(paint);
    await page.close();
  }
  return found;
}
