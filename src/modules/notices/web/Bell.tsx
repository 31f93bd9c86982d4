import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useText } from '../../../web/text.ts';
import { unreadQuery } from './client.ts';
import './notices.css';

/** The way to one's notices from every page, and how many are unread. */
export function Bell() {
  const t = useText();
  const { data } = useQuery(unreadQuery);
  const n = data?.unread ?? 0;
  return (
    <Link to="/notices" className="bell" aria-label={n > 0 ? t('notices.bell.unread', { n }) : t('notices.bell')}>
      <BellOutlined aria-hidden />
      {n > 0 && <span aria-hidden>{n > 99 ? '99+' : n}</span>}
    </Link>
  );
}
