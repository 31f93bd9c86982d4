import { useQuery } from '@tanstack/react-query';
import { Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { api } from '../../../web/api.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { closingsContract } from '../contract.ts';

const closings = api(closingsContract);

/** What the month still lacks, read before it is closed. */
export function CloseDialog({ month, onClose }: { month: string; onClose: () => void }) {
  const t = useText();
  const [read, setRead] = useState(false);
  const preview = useQuery({ queryKey: ['closing-preview', month], queryFn: () => closings.preview({ query: { month } }) });
  const act = useCommand({
    run: () => closings.close({ body: { month, acknowledged: true } }),
    done: t('closings.close.done', { month }),
    after: onClose,
    refusals: 'alert',
  });
  const lacks = preview.data?.lacks ?? [];
  const title = t('closings.close', { month });
  return (
    <Modal
      open
      title={title}
      okText={title}
      okButtonProps={{ loading: act.busy, disabled: !preview.data || (lacks.length > 0 && !read) }}
      cancelText={t('kit.cancel')}
      onOk={() => act.run(undefined)}
      onCancel={onClose}
    >
      <p>{t('closings.close.what', { month })}</p>
      <RefusalAlert refusal={act.refusal} />
      <Loaded query={preview}>
        {() =>
          lacks.length === 0 ? (
            <p>{t('closings.close.clean')}</p>
          ) : (
            <>
              <p>{t('closings.close.lacks')}</p>
              <ul>
                {lacks.map(({ kind, count, names }) => (
                  <li key={kind}>
                    {t(`closings.lack.${kind}`, { n: count, names: names.join('、') + (names.length < count ? '…' : '') })}
                  </li>
                ))}
              </ul>
              <Checkbox checked={read} onChange={(e) => setRead(e.target.checked)}>
                {t('closings.close.read')}
              </Checkbox>
            </>
          )
        }
      </Loaded>
    </Modal>
  );
}
