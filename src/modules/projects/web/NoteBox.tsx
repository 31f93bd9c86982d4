import { Button, Form, Input } from 'antd';
import { PartialDateInput, unreadableDate } from '../../../web/kit/PartialDateInput.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type Page, projects } from './client.ts';
import { useToday } from './use-today.ts';

type Fields = { body: string; happenedOn: string | null };
const shownAtOnce = 3;

/** 一句话进展: written in half a minute, the last ones under it. */
export function NoteBox({ page: { project, notes, can } }: { page: Page }) {
  const t = useText();
  const today = useToday();
  const [form] = Form.useForm<Fields>();
  const add = useCommand({
    run: ({ body, happenedOn }: Fields) =>
      projects.addNote({ params: { id: project.id }, body: { body, ...(happenedOn && { happenedOn }) } }),
    done: t('projects.note.added'),
    after: () => form.resetFields(),
  });
  const readable = {
    validator: (_: unknown, value: unknown) => (value === unreadableDate ? Promise.reject(new Error('')) : Promise.resolve()),
  };
  const [latest, earlier] = [notes.slice(0, shownAtOnce), notes.slice(shownAtOnce)];
  return (
    <section className="notes" aria-label={t('projects.notes')}>
      <h2>{t('projects.notes')}</h2>
      {can.edit && (
        <Form<Fields> form={form} name="note" initialValues={{ happenedOn: today }} onFinish={add.run} className="note-form">
          <Form.Item name="body" noStyle rules={[{ required: true, whitespace: true, message: t('projects.note.required') }]}>
            <Input aria-label={t('projects.note.body')} placeholder={t('projects.note.hint')} maxLength={500} autoComplete="off" />
          </Form.Item>
          <Form.Item name="happenedOn" noStyle rules={[readable]}>
            <PartialDateInput aria-label={t('projects.happenedOn')} />
          </Form.Item>
          <Button htmlType="submit" loading={add.busy}>
            {t('projects.note.add')}
          </Button>
        </Form>
      )}
      {notes.length === 0 && <p className="hint">{t('projects.notes.none')}</p>}
      <Notes notes={latest} />
      {earlier.length > 0 && (
        <details>
          <summary>{t('projects.notes.earlier', { n: earlier.length })}</summary>
          <Notes notes={earlier} />
        </details>
      )}
    </section>
  );
}

function Notes({ notes }: { notes: Page['notes'] }) {
  const t = useText();
  return (
    <ul>
      {notes.map((n) => (
        <li key={n.id}>
          {n.body ?? t('projects.masked.text')} <small>{t('projects.note.by', { who: n.recordedBy.name, on: n.happenedOn })}</small>
        </li>
      ))}
    </ul>
  );
}
