/** Area codes of larger cities of the +7 plan, by which a local number is tried; the result is always doubtful. */
const RUSSIA: Readonly<Record<string, string>> = {
  москва: '495',
  moscow: '495',
  'санкт-петербург': '812',
  петербург: '812',
  'saint petersburg': '812',
  'st. petersburg': '812',
  екатеринбург: '343',
  yekaterinburg: '343',
  ekaterinburg: '343',
  новосибирск: '383',
  novosibirsk: '383',
  'нижний новгород': '831',
  'nizhny novgorod': '831',
  казань: '843',
  kazan: '843',
  самара: '846',
  samara: '846',
  'ростов-на-дону': '863',
  'rostov-on-don': '863',
  уфа: '347',
  ufa: '347',
  красноярск: '391',
  krasnoyarsk: '391',
  краснодар: '861',
  krasnodar: '861',
  челябинск: '351',
  chelyabinsk: '351',
  пермь: '342',
  perm: '342',
  воронеж: '473',
  voronezh: '473',
  волгоград: '8442',
  volgograd: '8442',
  омск: '3812',
  omsk: '3812',
  иркутск: '3952',
  irkutsk: '3952',
  тюмень: '3452',
  tyumen: '3452',
  томск: '3822',
  tomsk: '3822',
  калининград: '4012',
  kaliningrad: '4012',
  ярославль: '4852',
  yaroslavl: '4852',
  тула: '4872',
  tula: '4872',
  саратов: '8452',
  saratov: '8452',
};

const BY_COUNTRY: Readonly<Record<string, Readonly<Record<string, string>>>> = { RU: RUSSIA };

export function areaCodeOf(country: string, city: string | null): string | null {
  if (city === null) return null;
  const name = city
    .trim()
    .toLowerCase()
    .replace(/^(г\.?|город)\s+/, '');
  return BY_COUNTRY[country]?.[name] ?? null;
}
