import type { Room } from '../../../web/room.ts';
import type { PageSection } from '../../projects/web/page-sections.ts';
import { CommentsSection } from './CommentsSection.tsx';
import { en, zh } from './messages.ts';

/** Comments stand on the page of their project. */
export const room: Room = { key: 'comments', routes: [], menu: [], messages: { zh, en } };
export const projectSections: readonly PageSection[] = [{ key: 'comments', title: 'comments.title', Component: CommentsSection }];
