import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking'];
/** Where a system keeps its own, should the packaged one lack a library here. */
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const launch = (executablePath: string) => chromium.launch({ executablePath, args });

/** The Chromium that CHROMIUM_PATH names; else the one that npm brought; else one of the system. */
export async function openBrowser(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return launch(named);
  const { default: packaged } = await import('@sparticuz/chromium');
  const tries = [() => packaged.executablePath().then(launch), ...installed.map((path) => () => launch(path))];
  const faults: unknown[] = [];
  for (const attempt of tries) {
    try {
      return await attempt();
    } catch (fault) {
      faults.push(fault);
    }
  }
  throw new AggregateError(faults, 'no Chromium starts here; CHROMIUM_PATH may name one');
}

export const wide = { width: 1366, height: 768 };
export const phone = { width: 390, height: 844 };

/** A page that remembers whatever went wrong in it. */
export async function openPage(browser: Browser, baseURL: string): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({
    baseURL,
    viewport: wide,
    acceptDownloads: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  // A busy machine takes its time over whatever is asked of a page.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  // Given before the page's own scripts, so that its content security policy stays as strict as it is for everybody.
  await page.addInitScript({ path: axe });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(`${message.text()} ${message.location().url}`));
  return { page, faults };
}

/** Whatever a page asks for at such addresses is answered when the function that this gives is called, and from then on at once. */
export async function answersLate(page: Page, address: RegExp): Promise<() => void> {
  let answer = () => {};
  const late = new Promise<void>((resolve) => (answer = resolve));
  await page.route(address, (route) => (route.request().method() === 'GET' ? late.then(() => route.continue()) : route.continue()));
  return answer;
}

type Found = { impact?: string | null; id: string; nodes: { html: string }[] };
declare const window: { axe: { run: (options: object) => Promise<{ violations: Found[] }> } };
declare const document: { documentElement: { scrollWidth: number; clientWidth: number }; title: string };

/** At a desk and on a phone: nothing that axe calls serious, and no page that moves sideways. */
export async function expectClean(page: Page) {
  for (const size of [phone, wide]) {
    await page.setViewportSize(size);
    await page.waitForTimeout(300);
    const found = await page.evaluate(async () => {
      const { violations } = await window.axe.run({ resultTypes: ['violations'] });
      const { scrollWidth, clientWidth } = document.documentElement;
      return {
        title: document.title,
        sideways: scrollWidth - clientWidth,
        serious: violations
          .filter((v) => v.impact === 'serious' || v.impact === 'critical')
          .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(' ')}`),
      };
    });
    expect({ at: page.url(), width: size.width, ...found }).toMatchObject({ sideways: 0, serious: [] });
    expect(found.title).not.toBe('');
  }
}
