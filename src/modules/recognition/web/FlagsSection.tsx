import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { recognition } from './client.ts';
import { FlagWords, ResolveButton } from './FlagCells.tsx';
import './recognition.css';

/** Red flags of one project, whatever became of them. */
export function FlagsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['recognition', 'flags', projectId],
    queryFn: () => recognition.flags({ query: { project: projectId, size: 200 } }),
  });
  return (
    <Loaded query={query}>
      {({ items }) => (
        <Sheet
          label={t('recognition.flags.title')}
          rowKey={(f) => f.id}
          items={items}
          nothing={t('recognition.flags.empty')}
          columns={[
            { key: 'code', title: t('recognition.flag.kind'), width: 130, render: (f) => t(`recognition.flag.${f.code}`) },
            { key: 'says', title: t('recognition.flag.says'), width: 460, render: (f) => <FlagWords flag={f} /> },
            { key: 'state', title: t('recognition.flag.state'), width: 90, render: (f) => t(`recognition.flag.state.${f.state}`) },
            { key: 'resolve', title: t('recognition.act'), width: 90, render: (f) => <ResolveButton flag={f} /> },
          ]}
        />
      )}
    </Loaded>
  );
}
