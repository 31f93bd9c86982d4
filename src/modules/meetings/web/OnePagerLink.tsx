import { addressOf } from '../../../web/api.ts';
import { useText } from '../../../web/text.ts';
import { meetingsContract } from '../contract.ts';

/** One page about the project, as a Word file. */
export function OnePagerLink({ projectId }: { projectId: string }) {
  const t = useText();
  return <a href={addressOf(meetingsContract.onePager, { params: { id: projectId } })}>{t('meetings.onePager')}</a>;
}
