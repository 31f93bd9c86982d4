import { expect, test } from 'vitest';
import { addressAfterSignIn, signInAddress } from './return-address.ts';

const after = (to: string) => addressAfterSignIn(new URLSearchParams({ to }));

test('after signing in the person is back where they were, filters and all', () => {
  const here = '/projects?stage=在建&page=2';
  expect(addressAfterSignIn(new URL(signInAddress(here), 'https://x.invalid').searchParams)).toBe(here);
});
test.each(['//evil.invalid/x', 'https://evil.invalid', '/\\evil.invalid', 'javascript:alert(1)', '/\t/evil.invalid', ''])(
  '%j leads nowhere but home',
  (to) => {
    expect(after(to)).toBe('/');
  },
);
test('the sign-in page does not lead back to itself', () => expect(after('/sign-in?to=/sign-in')).toBe('/'));
