/** Kinds of records of a person, and those that a consent is kept for. */
export type PersonEntity = 'contact' | 'lead';
export type ConsentEntity = PersonEntity | 'account';
