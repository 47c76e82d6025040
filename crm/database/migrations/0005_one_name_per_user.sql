-- A person has one name in every language. Short exclusive lock on "user"; code that does not know the column runs on.
alter table crm."user" drop column name_ru;
