import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { businessPassword } from '../src/app/demo/people.ts';
import type { Runtime } from '../src/app/parts.ts';
import { openRuntime } from '../src/app/runtime.ts';
import { serve } from '../src/app/serve.ts';
import { loadConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { testDatabase } from '../src/platform/test-database.ts';
import { openBrowser, openPage, wide } from './browser.ts';

export const patience = { timeout: 90_000 };

/** What a part of the page reads without its spaces, to be asked with `expect.poll(…, patience)`: pages fill as their requests answer. */
export const wordsOf = (part: Locator) => async () => (await part.innerText()).replace(/\s+/g, '');
/** Time for `openHouse` in beforeAll: a busy machine takes minutes to fill a district and to start a browser. */
export const openingTime = 400_000;

/** The server as it really runs, with a database, a folder and a port of its own, filled before it is served, and a browser in front of it. */
export async function openHouse<Filled>(fill: (runtime: Runtime) => Promise<Filled>) {
  const opened: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const shut of opened.toReversed()) await shut();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'zhuchao-e2e-'));
    opened.push(() => rm(folder, { recursive: true, force: true }));
    const database = await testDatabase();
    opened.push(() => database.close());
    const env = { DATABASE_URL: database.url, DATABASE_OWNER_URL: database.ownerUrl, ZHUCHAO_DATA: folder, PORT: '0' };
    const runtime = await openRuntime(loadConfig(env), createLog('error'), { join: true });
    opened.push(() => runtime.close());
    const filled = await fill(runtime);
    const { app, address } = await serve(runtime);
    opened.push(() => app.close());
    const browser = await openBrowser();
    opened.push(() => browser.close());
    const { page, faults } = await openPage(browser, address);
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

    const dialog = page.getByRole('dialog').first();
    const gone = () => dialog.waitFor({ state: 'hidden', timeout: 15_000 });
    const until = (done: () => Promise<boolean>) => expect.poll(() => done().catch(() => false), patience).toBe(true);
    /** Clicks until a dialog stands there: a page that is still being drawn takes its button away from under the hand. */
    const openDialog = (name: string) =>
      until(async () => {
        if (!(await dialog.isVisible())) await button(name).click({ timeout: 5000 });
        return dialog.waitFor({ timeout: 5000 }).then(() => true);
      });
    /** Sends what stands in the dialog, until it is gone. */
    const sendDialog = (name: string) =>
      until(async () => {
        if (await dialog.isVisible()) await dialog.getByRole('button', { name, exact: true }).click({ timeout: 5000 });
        return gone().then(() => true);
      });

    /** The page of signing in, filled. */
    const comeIn = async (login: string) => {
      await page.setViewportSize(wide);
      await page.context().clearCookies();
      await page.goto('/');
      await page.getByLabel('登录名').fill(login);
      await page.getByLabel('密码').fill(businessPassword);
    };
    const signIn = async (login: string) => {
      await comeIn(login);
      await page.keyboard.press('Enter');
      await page.locator('.desk section').first().waitFor(patience);
      // Asking who is signed in is answered with a refusal until someone is; the browser notes it as an error.
      faults.length = 0;
    };
    return { folder, database, address, page, faults, filled, button, openDialog, sendDialog, comeIn, signIn, close };
  } catch (error) {
    await close();
    throw error;
  }
}
export type House<Filled = unknown> = Awaited<ReturnType<typeof openHouse<Filled>>>;
