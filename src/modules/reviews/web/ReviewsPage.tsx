import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { PersonPicker } from '../../../web/kit/PersonPicker.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { loadColleagues } from './ActDialogs.tsx';
import { deputiesQuery, myReviewsQuery, reviews, type What } from './client.ts';
import { ReviewList } from './ReviewList.tsx';

const kinds: readonly What[] = ['waiting', 'returned', 'submitted'];

/** What waits for the reader, was returned to them, or was submitted by them; and who stands in for whom. */
export function ReviewsPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const [asking, setAsking] = useState(false);
  const what = kinds.find((k) => k === search.get('what')) ?? 'waiting';
  const query = useQuery(myReviewsQuery(what));
  return (
    <>
      <PageHeader title={t('reviews.title')}>
        <Button onClick={() => setAsking(true)}>{t('deputy.set')}</Button>
      </PageHeader>
      <Segmented<What>
        value={what}
        options={kinds.map((value) => ({ value, label: t(`reviews.what.${value}`) }))}
        onChange={(value) => setSearch(value === 'waiting' ? {} : { what: value })}
      />
      <Loaded query={query}>{(items) => <ReviewList items={items} empty={t(`reviews.what.${what}.none`)} />}</Loaded>
      <Deputies />
      {asking && <DeputyDialog onClose={() => setAsking(false)} />}
    </>
  );
}

function Deputies() {
  const t = useText();
  const { data = [] } = useQuery(deputiesQuery);
  const end = useCommand({
    run: (id: string) => reviews.endDeputy({ params: { id } }),
    done: t('deputy.ended'),
    stale: [['reviews']],
  });
  if (data.length === 0) return null;
  return (
    <section>
      <h2>{t('deputy.title')}</h2>
      <ul className="review-list">
        {data.map((d) => (
          <li key={d.id}>
            {d.isMine ? t('deputy.mine', { name: d.deputy.name }) : t('deputy.ofOthers', { name: d.person.name })}
            <span className="soft">{t('deputy.days', { from: d.from, to: d.to })}</span>
            {d.isMine && (
              <Button size="small" loading={end.busy} onClick={() => end.run(d.id)}>
                {t('deputy.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

type Fields = { deputyId: string; from: string; to: string };
function DeputyDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const set = useCommand({
    run: (body: Fields) => reviews.setDeputy({ body }),
    done: t('deputy.done'),
    refusals: 'alert',
    stale: [['reviews']],
    after: onClose,
  });
  const needed = (label: string) => [{ required: true, message: t('kit.required', { label }) }];
  return (
    <Modal
      open
      title={t('deputy.set')}
      okText={t('deputy.set')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: set.busy }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={set.refusal} />
      <p>{t('deputy.say')}</p>
      <Form<Fields> form={form} layout="vertical" onFinish={set.run}>
        <Form.Item name="deputyId" label={t('deputy.person')} rules={needed(t('deputy.person'))}>
          <PersonPicker load={loadColleagues} />
        </Form.Item>
        <Form.Item name="from" label={t('deputy.from')} rules={needed(t('deputy.from'))}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="to" label={t('deputy.to')} rules={needed(t('deputy.to'))}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
