export const signInPath = '/sign-in';

/** The sign-in page that afterwards leads back to where the person was. */
export const signInAddress = (here: string) => `${signInPath}?to=${encodeURIComponent(here)}`;

/** Where to go after signing in: the page asked for, if it is a page of ours, else the first page. */
export function addressAfterSignIn(search: URLSearchParams): string {
  const to = search.get('to') ?? '/';
  const base = 'https://here.invalid';
  const isOurs = to.startsWith('/') && URL.canParse(to, base) && new URL(to, base).origin === base;
  return isOurs && !to.startsWith(signInPath) ? to : '/';
}
