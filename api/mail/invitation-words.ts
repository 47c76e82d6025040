/** What an invitation says, in the language of the person. */
export function invitationWords(
  person: { readonly name: string; readonly email: string; readonly locale: 'en' | 'ru' },
  address: string,
): { readonly subject: string; readonly text: string } {
  return person.locale === 'ru'
    ? {
        subject: 'Приглашение в Throughline',
        text: `Здравствуйте, ${person.name}!\n\nДля вас заведён вход в Throughline. Выберите пароль по этому адресу, он действует неделю и только один раз:\n${address}\n\nЗатем входите с адресом ${person.email}.\n`,
      }
    : {
        subject: 'Invitation to Throughline',
        text: `Hello ${person.name},\n\nyou have been given access to Throughline. Choose a password at this address, which works once and for a week:\n${address}\n\nThen sign in with ${person.email}.\n`,
      };
}
