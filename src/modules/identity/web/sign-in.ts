import type { Room } from '../../../web/room.ts';
import { en, zh } from './sign-in-words.ts';

/** The pages that need no sign-in; their words are in the first download. */
export const signInRoom: Room = {
  key: 'sign-in',
  routes: [],
  open: [
    { path: '/sign-in', lazy: async () => ({ Component: (await import('./SignInPage.tsx')).SignInPage }) },
    { path: '/setup', lazy: async () => ({ Component: (await import('./SetupPage.tsx')).SetupPage }) },
  ],
  menu: [],
  messages: { zh, en },
};
