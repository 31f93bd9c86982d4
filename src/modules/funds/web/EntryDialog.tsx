import { App, Form, Input, Modal } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Refusal } from '../../../kernel/refusal.ts';
import { DraftNotice, useDraft, WithDraft } from '../../../web/kit/Draft.tsx';
import type { Stored } from '../../../web/kit/draft-store.ts';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { refusalSentence } from '../../../web/kit/refusal-sentence.ts';
import { takeBack } from '../../../web/kit/take-back.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { Ledger } from '../domain/entry.ts';
import { attachAll, type ChosenFile, kindsFor } from './entry-files.ts';
import { FaultAnswer } from './FaultAnswer.tsx';
import type { Fault } from './faults.ts';
import { FilesInput } from './FilesInput.tsx';
import { LateNotice } from './LateNotice.tsx';

type Beside = { reason?: string; faultReason?: string; ticked?: string[]; files?: ChosenFile[] };
/** What goes with the entry's own fields. */
export type More = { reason: string; acknowledged: { codes: string[]; reason: string } | null };

type Props<F extends object> = {
  ledger: Ledger;
  projectId: string;
  initial: Partial<F>;
  /** Takes an entry back and records it anew: asks for the reason. */
  isCorrection: boolean;
  send: (fields: F, more: More) => Promise<{ id: string }>;
  onClose: () => void;
  children: ReactNode;
};

const draftName = (ledger: Ledger, projectId: string) => `entry.${ledger}.${projectId}`;

/** The form of an entry, with what was written of a new one and not recorded. */
export function EntryDialog<F extends object>(props: Props<F>) {
  return (
    <WithDraft form={draftName(props.ledger, props.projectId)}>
      {(stored) => <EntryForm {...props} stored={props.isCorrection ? null : stored} />}
    </WithDraft>
  );
}

type FormProps<F extends object> = Props<F> & { stored: Stored<Record<string, unknown>> | null };
/** Records an entry of a ledger with its vouchers. What looks wrong is shown and can be answered for; a reason is kept with it. */
function EntryForm<F extends object>({ ledger, projectId, initial, isCorrection, send, onClose, children, stored }: FormProps<F>) {
  const t = useText();
  const { notification } = App.useApp();
  const [form] = Form.useForm<F & Beside>();
  // A correction begins with what stands in the book: only what is new is kept while it is written.
  const draft = useDraft(draftName(ledger, projectId), form, stored, { kept: isCorrection ? () => null : keptOf });
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const top = useRef<HTMLDivElement>(null);
  const record = useCommand({
    /** Null when the entry was not recorded because something about it wants an answer. */
    run: async (fields: F & Beside): Promise<{ id: string } | null> => {
      const { reason = '', faultReason, files = [] } = fields;
      const acknowledged = faults.length ? { codes: faults.map((f) => f.code), reason: faultReason ?? '' } : null;
      try {
        const { id } = await send(fields, { reason, acknowledged });
        for (const { file, refusal } of await attachAll({ ledger, id, projectId }, files)) {
          const { what, todo } = refusalSentence(t, refusal);
          notification.warning({ title: t('funds.file.failed', { name: file.name }), description: `${what} ${todo ?? ''}`, duration: 0 });
        }
        return { id };
      } catch (error) {
        if (!(error instanceof Refusal && error.code === `${ledger}.needs_acknowledgement`)) throw error;
        setFaults(error.details['faults'] as Fault[]);
        return null;
      }
    },
    done: (result) => (result ? t(isCorrection ? 'funds.corrected' : `funds.recorded.${ledger}`) : ''),
    after: (result) => {
      if (!result) return;
      if (!isCorrection) draft.drop();
      onClose();
    },
    refusals: 'alert',
    ...(!isCorrection && { undo: undoOf(t) }),
  });
  useEffect(() => {
    if (faults.length > 0 || record.refusal) top.current?.scrollIntoView({ block: 'nearest' });
  }, [faults, record.refusal]);
  const cancel = () => {
    if (!isCorrection) draft.drop();
    onClose();
  };
  const title = t(isCorrection ? `funds.correct.${ledger}` : `funds.record.${ledger}`);
  const initialValues = { ...initial, files: [] } as NonNullable<Parameters<typeof Form<F & Beside>>[0]['initialValues']>;
  return (
    <Modal
      open
      width={720}
      title={title}
      okText={title}
      okButtonProps={{ loading: record.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={cancel}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => {
        if (isOpen) top.current?.closest('form')?.querySelector('input')?.focus();
      }}
    >
      <Form<F & Beside>
        form={form}
        name={ledger}
        layout="vertical"
        initialValues={initialValues}
        onValuesChange={draft.save}
        onFinish={() => record.run(form.getFieldsValue(true) as F & Beside)}
        scrollToFirstError={{ focus: true }}
      >
        <div ref={top}>
          <DraftNotice draft={draft} />
          <RefusalAlert refusal={record.refusal} />
          <FaultAnswer faults={faults} />
          <LateNotice ledger={ledger} projectId={projectId} />
        </div>
        {isCorrection && (
          <Form.Item
            name="reason"
            label={t('funds.correct.reason')}
            extra={t('funds.correct.note')}
            rules={[{ required: true, whitespace: true, message: t('kit.reason.required') }]}
          >
            <Input maxLength={500} />
          </Form.Item>
        )}
        <div className="entry-form">{children}</div>
        <Form.Item name="files" label={t('funds.files')}>
          <FilesInput kinds={kindsFor[ledger]} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Files cannot be kept, and faults are found anew. */
const keptOf = ({ files: _files, ticked: _ticked, faultReason: _reason, ...fields }: Record<string, unknown>) => fields;

/** An entry just recorded is taken back by a reversal. */
const undoOf = (t: Text) => (result: { id: string } | null) => (result ? takeBack(result.id, t) : Promise.resolve());
