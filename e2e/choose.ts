import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from './house.ts';

const soon = { timeout: 5_000 };
/** Chosen when it stands there: a list that is still opening, or a form that is drawn anew, takes no click. */
export async function choose(page: Page, field: Locator, option: string) {
  const open = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option');
  const chosen = async () => {
    await field.click(soon);
    await open.filter({ hasText: option }).first().click(soon);
    return field.locator('xpath=ancestor::*[contains(@class, "ant-select")][last()]').innerText(soon);
  };
  await expect.poll(() => chosen().catch(() => ''), patience).toContain(option);
}
