import { Modal } from 'antd';
import { Link } from 'react-router';
import { useAsked } from '../../../web/kit/use-asked.ts';
import { useText } from '../../../web/text.ts';
import type { Content, Line } from '../domain/content.ts';

const pageOf = ({ opens: { kind, id } }: Line) => (kind === 'task' ? `/supervisions/${id}` : `/projects/${id}?tab=lights`);
/** What the columns of the lines of a paper are called: all its lines are of one kind. */
const heads = { task: ['no', 'title', 'unit', 'due', 'stands'], light: ['code', 'project', 'unit', 'light'] } as const;

/** The lines that a number counts which the address asks for, as the paper tells them; each opens its task or its light. */
export function NumberLines({ content: { numbers, lines = [] } }: { content: Content }) {
  const t = useText();
  const [ref, close] = useAsked('number');
  const number = numbers.find((n) => n.ref === ref);
  if (!number?.lines) return null;
  const { kind } = lines[0]?.opens ?? { kind: 'task' };
  return (
    <Modal open width={820} title={t('papers.number.lines', number)} footer={null} onCancel={close}>
      {number.lines.length === 0 ? (
        <p className="hint">{t('papers.lines.none')}</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
        <section className="paper-lines" aria-label={number.name} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {heads[kind].map((key) => (
                  <th key={key} scope="col">
                    {t(`papers.lines.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {number.lines.map((at) => {
                const own = lines[at]!;
                return (
                  <tr key={at}>
                    <td>{own.no}</td>
                    <td>
                      <Link to={pageOf(own)}>{own.title}</Link>
                    </td>
                    <td>{own.unitName}</td>
                    {own.dueOn !== null && <td>{own.dueOn}</td>}
                    <td>{own.stands}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      )}
    </Modal>
  );
}
