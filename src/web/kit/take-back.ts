import { undoContract } from '../../modules/undo/contract.ts';
import { api } from '../api.ts';
import type { Text } from '../text.ts';

const undo = api(undoContract);

/** Takes back the reader's latest act on something; for the button beside the words of what was just done. */
export const takeBack = (subjectId: string, t: Text) => undo.undo({ body: { subjectId, reason: t('kit.undo.reason') } });
