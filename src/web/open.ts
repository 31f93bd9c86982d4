import { signInRoom } from '../modules/identity/web/sign-in.ts';
import type { Room } from './room.ts';

/** Rooms with pages that need no sign-in; their words are in the first download, so there are few. */
export const openRooms: readonly Room[] = [signInRoom];
