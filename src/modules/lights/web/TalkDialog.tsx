import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { dayOf } from '../../../kernel/day.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { lights } from './client.ts';
import { lightSentence } from './LightReasons.tsx';
import type { LitProject } from './light-acts.ts';

/** 约谈: who was spoken with about a light, when, and what came of it. */
export function TalkAct({ lit }: { lit: LitProject }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const isAsked = lit.asks === 'talk';
  return (
    <>
      <Button
        size="small"
        type={isAsked ? 'primary' : 'default'}
        aria-label={t('lights.talk.title', { project: lit.projectName })}
        onClick={() => setOpen(true)}
      >
        {t('lights.talk')}
      </Button>
      {open && <TalkDialog lit={lit} onClose={() => setOpen(false)} />}
    </>
  );
}

type Fields = { heldOn: string; who: string; words: string };
function TalkDialog({ lit, onClose }: { lit: LitProject; onClose: () => void }) {
  const t = useText();
  const [form] = Form.useForm<Fields>();
  const [today] = useState(() => dayOf(new Date()));
  const act = useCommand({
    run: (body: Fields) => lights.talk({ params: { id: lit.projectId }, body }),
    done: t('lights.talked'),
    after: onClose,
    refusals: 'alert',
  });
  const needed = { required: true, whitespace: true, message: t('lights.needed') };
  return (
    <Modal
      open
      title={t('lights.talk.title', { project: lit.projectName })}
      okText={t('lights.talk.record')}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <RefusalAlert refusal={act.refusal} />
      {lit.why[0] && <p className="hint">{lightSentence(t, lit.why[0])}</p>}
      <Form<Fields> form={form} name="talk" layout="vertical" initialValues={{ heldOn: today }} onFinish={act.run}>
        <Form.Item name="heldOn" label={t('lights.talk.heldOn')} rules={[needed]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="who" label={t('lights.talk.who')} extra={t('lights.talk.who.hint')} rules={[needed]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="words" label={t('lights.talk.words')} rules={[needed]}>
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
