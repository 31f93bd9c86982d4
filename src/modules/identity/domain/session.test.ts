import { describe, expect, test } from 'vitest';
import { defaultSecurityRules } from './security-rules.ts';
import { isAlive } from './session.ts';

const rule = defaultSecurityRules.session;
const start = Date.parse('2026-11-20T09:00:00+08:00');
const at = (seconds: number) => new Date(start + seconds * 1000);
const opened = { lastSeenAt: at(0), expiresAt: at(12 * 3600), revokedAt: null };

describe('a session', () => {
  test.each([
    ['system', 15 * 60 - 1, true],
    ['system', 15 * 60, false],
    ['security', 15 * 60, false],
    ['audit', 15 * 60, false],
    ['business', 30 * 60 - 1, true],
    ['business', 30 * 60, false],
  ] as const)('of class %s, idle for %i s, holds: %s', (roleClass, seconds, holds) => {
    expect(isAlive(opened, roleClass, at(seconds), rule)).toBe(holds);
  });
  test('ends after twelve hours however busy', () => {
    const busy = { ...opened, lastSeenAt: at(12 * 3600 - 1) };
    expect(isAlive(busy, 'business', at(12 * 3600 - 1), rule)).toBe(true);
    expect(isAlive(busy, 'business', at(12 * 3600), rule)).toBe(false);
  });
  test('ends at once when revoked', () => {
    expect(isAlive({ ...opened, revokedAt: at(1) }, 'business', at(1), rule)).toBe(false);
  });
});
