import { expect, test } from 'vitest';
import { currentAddress } from './menu.ts';

test('of addresses that begin alike the longest is the one where a page stands', () => {
  const menu = ['/projects', '/projects/gate', '/pro'];
  const here = ['/projects', '/projects/gate', '/projects/gate/x', '/projects/42', '/prob', '/'].map((page) => currentAddress(menu, page));
  expect(here).toEqual(['/projects', '/projects/gate', '/projects/gate', '/projects', undefined, undefined]);
});
