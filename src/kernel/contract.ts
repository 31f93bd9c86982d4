import * as z from 'zod';
import type { Role } from './actor.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Who may call at all. Rows are decided by the room's policy; this is the outer door. */
export type Access = 'public' | 'session' | 'business' | readonly Role[];
export type Endpoint = {
  method: Method;
  path: string;
  summary: string;
  access: Access;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The request carries one file as multipart/form-data (field `file`), handed to the handler as `file`. */
  upload?: true;
  /** The answer is a file: the handler returns a `Download`; `result` stays z.unknown(). */
  download?: true;
  /** The answer is a server-sent event stream: the handler returns an async iterable of `result`. */
  stream?: true;
  /** The answer depends on nothing but who asks, the address and what is recorded: it may be given again until anything is. */
  kept?: true;
  result: z.ZodType;
};
export type Contract = Record<string, Endpoint>;

/** What a caller sends, and what a handler receives. */
export type Sent<E extends Endpoint> = Part<E, 'params', 'in'> & Part<E, 'query', 'in'> & Part<E, 'body', 'in'>;
export type Received<E extends Endpoint> = Part<E, 'params', 'out'> & Part<E, 'query', 'out'> & Part<E, 'body', 'out'>;
export type Result<E extends Endpoint> = z.output<E['result']>;

type Part<E, K extends string, D extends 'in' | 'out'> =
  E extends Record<K, infer S extends z.ZodType> ? Record<K, D extends 'in' ? z.input<S> : z.output<S>> : unknown;

/** Keeps literal types while checking the shape. */
export const contract = <const C extends Contract>(endpoints: C): C => endpoints;
