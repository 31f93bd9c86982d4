import { Form, Input, Modal, Select } from 'antd';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useLanguage, useText } from '../../../web/text.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import { type Source, sources } from '../domain/problem.ts';
import { problems, useProblemRules } from './client.ts';
import './problems.css';

type Fields = { title: string; words: string; type: string; level: string; ownerUnitId: string; source: Source; sourceOn?: string };
export type FromReport = Readonly<{ reportId: string; month: string; words: string }>;
/** What is known already where it is raised elsewhere: at a meeting. */
type From = Readonly<{ source: Source; sourceOn: string; title: string; words: string }>;
type Props = { projectId: string; unitId: string; report: FromReport | null; from?: From; onClose: () => void };

/** Raises a problem of a project: what it is, of which type and level, who is to solve it, and from where it comes. */
export function RaiseDialog({ projectId, unitId, report, from: known, onClose }: Props) {
  const t = useText();
  const language = useLanguage();
  const { current } = useProblemRules();
  const [form] = Form.useForm<Fields>();
  const source = Form.useWatch('source', form);
  const chosen = Form.useWatch('level', form);
  const level = current?.levels.find((l) => l.key === chosen);
  const act = useCommand({
    run: ({ sourceOn, ...fields }: Fields) => {
      const from = report ? { source: 'report' as const, sourceId: report.reportId } : { sourceOn: sourceOn || null };
      return problems.raise({ params: { id: projectId }, body: { ...fields, ...from } });
    },
    done: (made) => t('problems.raised', made),
    after: onClose,
    refusals: 'alert',
  });
  const needed = { required: true, whitespace: true, message: t('problems.needed') };
  const start = { source: 'project' as const, level: current?.levels[0]?.key ?? '', ownerUnitId: unitId };
  const options = (part: 'types' | 'levels') => (current?.[part] ?? []).map((w) => ({ value: w.key, label: w[language] }));
  return (
    <Modal
      open
      title={t('problems.raise')}
      okText={t('problems.raise')}
      okButtonProps={{ loading: act.busy }}
      cancelText={t('kit.cancel')}
      onOk={form.submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <RefusalAlert refusal={act.refusal} />
      <Form<Fields>
        form={form}
        name="problem"
        layout="vertical"
        initialValues={{ ...start, ...known, ...(report && { title: report.words.slice(0, 60), words: report.words }) }}
        onFinish={act.run}
      >
        {report && <p className="hint">{t('problems.fromReport', { month: report.month })}</p>}
        <Form.Item name="title" label={t('problems.problem')} rules={[needed]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="words" label={t('problems.words')} rules={[needed]}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
        <div className="problem-pair">
          <Form.Item name="type" label={t('problems.type')} rules={[needed]}>
            <Select options={options('types')} />
          </Form.Item>
          <Form.Item
            name="level"
            label={t('problems.level')}
            extra={level && t('problems.level.days', { unit: level.days.unit, leader: level.days.leader, meeting: level.days.meeting })}
          >
            <Select options={options('levels')} />
          </Form.Item>
        </div>
        <Form.Item name="ownerUnitId" label={t('problems.owner')} rules={[needed]}>
          <UnitPicker load={loadUnits} />
        </Form.Item>
        {!report && (
          <div className="problem-pair">
            <Form.Item name="source" label={t('problems.source')}>
              <Select options={sources.filter((s) => s !== 'report').map((value) => ({ value, label: t(`problems.source.${value}`) }))} />
            </Form.Item>
            {(source === 'visit' || source === 'meeting') && (
              <Form.Item name="sourceOn" label={t('problems.sourceOn')} rules={[needed]}>
                <Input type="date" />
              </Form.Item>
            )}
          </div>
        )}
      </Form>
    </Modal>
  );
}
