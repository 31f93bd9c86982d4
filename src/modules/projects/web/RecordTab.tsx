import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { useText } from '../../../web/text.ts';
import { confidentialFields, isBlank, type RecordField } from '../domain/record.ts';
import type { Page } from './client.ts';
import { EnterpriseLinks } from './EnterpriseLinks.tsx';
import { labelOf } from './FieldItem.tsx';
import { RecordEdit } from './RecordEdit.tsx';
import { fieldsOf, isOpenAt, type Section, sections } from './record-fields.ts';
import { chosenNames } from './record-names.ts';
import { ValueText } from './ValueText.tsx';

/** The record: to read, and in place to edit. */
export function RecordTab({ page }: { page: Page }) {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const { can, project, codes } = page;
  const edit = can.edit ? search.get('edit') : null;
  if (edit) return <RecordEdit key={project.id} page={page} focus={edit} onClose={() => setSearch({ tab: 'record' }, { replace: true })} />;
  return (
    <div className="record">
      {can.edit && (
        <div className="record-acts">
          <Button onClick={() => setSearch({ tab: 'record', edit: 'on' })}>{t('projects.edit')}</Button>
        </div>
      )}
      {sections.map((section) => (
        <ReadSection key={section.key} section={section} page={page} />
      ))}
      <EnterpriseLinks page={page} />
      <section>
        <h3>{t('projects.codes')}</h3>
        <dl>
          <div>
            <dt>{t('projects.code')}</dt>
            <dd>{project.code}</dd>
          </div>
          {codes.map(({ scheme, code }) => (
            <div key={scheme + code}>
              <dt>{t(`projects.scheme.${scheme}`)}</dt>
              <dd>{code}</dd>
            </div>
          ))}
        </dl>
        {can.edit && (
          <Button size="small" onClick={() => setSearch({ tab: 'record', act: 'code' })}>
            {t('projects.code.add')}
          </Button>
        )}
      </section>
    </div>
  );
}

function ReadSection({ section, page }: { section: Section; page: Page }) {
  const t = useText();
  const { project, required } = page;
  const fields = fieldsOf(section, project.currency);
  // A part whose stage is still to come is drawn when something of it is known already.
  if (!isOpenAt(section, project.stage) && fields.every((f) => isBlank(project[f]))) return null;
  return (
    <section>
      <h3>{t(`projects.section.${section.key}`)}</h3>
      <dl>
        {fields.map((field) => (
          <div key={field} className={field === 'scale' || field === 'remark' ? 'long' : ''}>
            <dt>{labelOf(t, field)}</dt>
            <dd>
              <Held field={field} page={page} isRequired={required.includes(field)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Held({ field, page: { project }, isRequired }: { field: RecordField; page: Page; isRequired: boolean }) {
  const t = useText();
  const value = project[field];
  if (project.masked && hidden.has(field)) return <span className="hint">{t('projects.masked')}</span>;
  if (isBlank(value)) {
    if (project.withheld.includes(field)) return <span className="hint">{t('projects.withheld')}</span>;
    return isRequired ? <span className="wrong">{t('projects.missing')}</span> : t('kit.none');
  }
  const name = chosenNames(project)[field];
  if (name) return field === 'industryCode' ? `${String(value)} ${name}` : name;
  return <ValueText field={field} value={value} currency={project.currency} />;
}
const hidden = new Set<RecordField>(confidentialFields);
