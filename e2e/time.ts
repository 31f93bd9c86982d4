import type { Page } from 'playwright-core';
import { dayOf } from '../src/kernel/day.ts';

declare const window: {
  localStorage: { getItem: (key: string) => string | null; setItem: (key: string, value: string) => void };
  Date: DateConstructor;
};

/** Runs in every page before its own scripts: its clock is as far off as the server's. */
function shiftedTime() {
  const World = window.Date;
  const off = Number(window.localStorage.getItem('offset') ?? 0);
  window.Date = class extends World {
    constructor(...given: []) {
      super(...((given.length > 0 ? given : [World.now() + off]) as []));
    }
    static override now = () => World.now() + off;
  } as DateConstructor;
}

/** A time of its own for server and browser: it begins on a day at nine, goes on as the world's does, and can be put on to a later day. */
export function timeFrom(day: string) {
  const at = (of: string) => Date.parse(`${of}T09:00:00+08:00`);
  let offset = at(day) - Date.now();
  const now = () => new Date(Date.now() + offset);
  const setTime = (page: Page) => page.evaluate((off) => window.localStorage.setItem('offset', String(off)), offset);
  return {
    now,
    /** It becomes that day, unless it is already. */
    becomes: (later: string) => {
      if (dayOf(now()) < later) offset = at(later) - Date.now();
    },
    setTime,
    shift: async (page: Page) => {
      await page.addInitScript(shiftedTime);
      await page.goto('/');
      await setTime(page);
    },
  };
}
