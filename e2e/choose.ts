import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './house.ts';

const soon = { timeout: 5_000 };
/**
 * Chosen when it stands there: a list that is still opening or narrowing, or a form that is drawn anew, takes no click. Lists that answer
 * to what is typed are typed into.
 */
export async function choose(page: Page, field: Locator, option: string, typed?: string) {
  const open = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option');
  const shown = () => field.locator('xpath=ancestor::*[contains(@class, "ant-select")][last()]').innerText(soon);
  const chosen = async () => {
    const before = await shown();
    if (before.includes(option)) return before;
    if (typed === undefined) await field.click(soon);
    else await field.fill(typed, soon);
    await open.filter({ hasText: option }).first().click(soon);
    return shown();
  };
  await expect.poll(() => chosen().catch(() => ''), patience).toContain(option);
}
