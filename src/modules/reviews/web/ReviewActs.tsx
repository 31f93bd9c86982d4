import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import type { ReviewView } from '../contract.ts';
import { reviews, stale } from './client.ts';
import { PassDialog, PersonDialog, ReturnDialog } from './ActDialogs.tsx';

type Asking = 'pass' | 'return' | 'transfer' | 'add' | null;

/** The acts that the reader may do, as the server says. */
export function ReviewActs({ review }: { review: ReviewView }) {
  const t = useText();
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  const { id, version, can, seats } = review;
  const withdraw = useCommand({
    run: () => reviews.withdraw({ params: { id }, body: { version } }),
    done: t('reviews.withdrawn'),
    stale,
  });
  const inSteadOf = seats.find((s) => s.mine)?.mine?.for;
  if (!can.sign && !can.withdraw) return null;
  return (
    <div className="review-buttons">
      {can.sign && (
        <>
          {inSteadOf && <span className="soft">{t('reviews.youStandIn', { of: inSteadOf })}</span>}
          <Button type="primary" onClick={() => setAsking('pass')}>
            {t('reviews.pass')}
          </Button>
          <Button danger onClick={() => setAsking('return')}>
            {t('reviews.return')}
          </Button>
          <Button onClick={() => setAsking('transfer')}>{t('reviews.transfer')}</Button>
          <Button onClick={() => setAsking('add')}>{t('reviews.add')}</Button>
        </>
      )}
      {can.withdraw && (
        <Popconfirm
          title={t('reviews.withdraw.say')}
          okText={t('reviews.withdraw')}
          cancelText={t('kit.cancel')}
          onConfirm={() => withdraw.run(undefined)}
        >
          <Button loading={withdraw.busy}>{t('reviews.withdraw')}</Button>
        </Popconfirm>
      )}
      {asking === 'pass' && <PassDialog review={review} onClose={close} />}
      {asking === 'return' && <ReturnDialog review={review} onClose={close} />}
      {asking === 'transfer' && <PersonDialog review={review} how="transfer" onClose={close} />}
      {asking === 'add' && <PersonDialog review={review} how="add" onClose={close} />}
    </div>
  );
}
