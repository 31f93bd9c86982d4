-- What a person has not sent yet, one a form. Written over as they type, removed when it is sent: no part of the book.
create table draft (
  person_id uuid not null references person (id),
  form text not null,
  -- The address of the page it was written on.
  place text not null,
  body jsonb not null,
  updated_at timestamptz not null,
  primary key (person_id, form)
);
