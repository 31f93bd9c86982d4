import type { Room } from '../../../web/room.ts';
import { en, zh } from './messages.ts';

/** Evidence has no page of its own: other rooms show <EvidenceList> beside what it proves. */
export const room: Room = { key: 'evidence', routes: [], menu: [], messages: { zh, en } };
