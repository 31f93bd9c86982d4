import { Form, Input, Modal } from 'antd';
import { PartialDateField } from '../../../web/kit/fields.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { takeBack } from '../../../web/kit/take-back.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { Checklist } from './Checklist.tsx';
import { type Page, projects } from './client.ts';
import { useToday } from './use-today.ts';

export type Move = Page['can']['moves'][number];
type Fields = { happenedOn: string; reason?: string };

/** Moves a project to another stage, or proposes it: first what the gate wants, then when it happened and, off the straight way, why. */
export function MoveDialog({ page, move, onClose }: { page: Page; move: Move; onClose: () => void }) {
  const t = useText();
  const today = useToday();
  const [form] = Form.useForm<Fields>();
  const { id, version, stage } = page.project;
  const words = { from: t(`projects.stage.${stage}`), to: t(`projects.stage.${move.to}`) };
  const items = move.kind === 'forward' ? page.next.checklist : move.lacking;
  // What has run out since may have been valid on the day that is entered.
  const isShut = move.lacking.some((item) => item.permit?.standing !== 'expired');
  const state = isShut ? 'shut' : move.lacking.length > 0 ? 'dated' : 'open';
  const title = t(move.how === 'propose' ? 'projects.propose.to' : `projects.move.${move.kind}`, words);
  const act = useCommand({
    run: ({ happenedOn, reason }: Fields) => {
      const body = { version, to: move.to, happenedOn, ...(reason?.trim() && { reason: reason.trim() }) };
      return move.how === 'propose' ? projects.propose({ params: { id }, body }) : projects.move({ params: { id }, body });
    },
    done: t(move.how === 'propose' ? 'projects.proposed' : 'projects.moved', words),
    refusals: 'alert',
    undo: () => takeBack(id, t),
    after: onClose,
  });
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: act.busy, disabled: isShut }}
      onOk={form.submit}
      onCancel={onClose}
    >
      <RefusalAlert refusal={act.refusal} />
      {items.length > 0 && (
        <section aria-label={t('projects.gate')}>
          <p className={isShut ? 'wrong' : 'hint'}>{t(`projects.gate.${state}`, { ...words, n: move.lacking.length })}</p>
          <Checklist id={id} items={items} canMend={page.can.edit} onGo={onClose} />
        </section>
      )}
      {move.how === 'propose' && <p className="hint">{t('projects.propose.note')}</p>}
      {move.kind !== 'forward' && <p className="hint">{t(`projects.move.${move.kind}.note`)}</p>}
      {!isShut && (
        <Form<Fields> form={form} name="move" layout="vertical" initialValues={{ happenedOn: today }} onFinish={act.run}>
          <PartialDateField name="happenedOn" label={t('projects.move.on', words)} required />
          {move.kind !== 'forward' && (
            <Form.Item
              name="reason"
              label={t('kit.reason')}
              rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
            >
              <Input.TextArea rows={2} maxLength={1000} />
            </Form.Item>
          )}
        </Form>
      )}
    </Modal>
  );
}
