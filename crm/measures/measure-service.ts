/**
 * Measures of selling and of service, each from what was kept anyway, each by the rights of whoever asks, and each number
 * with the records behind it. Nothing is stored: a number and its records are counted from the same rows.
 */
import { assertSettingVersion } from '../audit/assert-setting-version.ts';
import { type SettingPorts, tellOfSetting } from '../audit/tell-of-setting.ts';
import { type Caller, rowContext } from '../caller.ts';
import type { Queryable, Transactions } from '../database/transaction.ts';
import type { ParticipantSource } from '../rights/scope-for.ts';
import {
  type BehindNumber,
  behindSource,
  behindStage,
  behindSupport,
  type Counted,
  isOfLeads,
  readBehind,
  type SourceCell,
  type StageCell,
  type SupportCell,
} from './behind-number.ts';
import { readSourceFacts, type SourceMeasure, sourceMeasures, type Touched } from './source-measures.ts';
import {
  countUnrated,
  readStageFacts,
  type StageMeasure,
  stageMeasures,
  type StagePeriod,
} from './stage-measures.ts';
import {
  readSupportFacts,
  type SupportGroup,
  type SupportMeasure,
  supportMeasures,
} from './support-measures.ts';
import type { TaskLogSource } from './work-log.ts';

export interface MeasureRate {
  /** What an hour of work costs, in the base currency; null: costs are not shown. */
  readonly hourlyRate: number | null;
  readonly currency: string;
  readonly version: number;
}

export interface Measured<Row> {
  readonly items: readonly Row[];
  readonly rate: MeasureRate;
  /** Of how many records the sums leave out the amount, because no rate is known for it. */
  readonly unrated: number;
}

export interface SourcePeriod {
  readonly from: Date;
  readonly to: Date;
  readonly touch: Touched;
}

export interface SupportPeriod {
  readonly from: Date;
  readonly to: Date;
  readonly by: SupportGroup;
}

export interface MeasureService {
  stages(caller: Caller, period: StagePeriod): Promise<Measured<StageMeasure>>;
  stageRecords(
    caller: Caller,
    period: StagePeriod & { stage: string; cell: StageCell },
  ): Promise<BehindNumber>;
  sources(caller: Caller, period: SourcePeriod): Promise<Measured<SourceMeasure>>;
  sourceRecords(
    caller: Caller,
    period: SourcePeriod & { source: string | null; cell: SourceCell },
  ): Promise<BehindNumber>;
  support(caller: Caller, period: SupportPeriod): Promise<Measured<SupportMeasure>>;
  supportRecords(
    caller: Caller,
    period: SupportPeriod & { group: string | null; cell: SupportCell },
  ): Promise<BehindNumber>;
  rate(): Promise<MeasureRate>;
  /** For administrators; the host checks that. @throws CrmRejection CRM_SETTING_CHANGED */
  saveRate(
    caller: Caller,
    request: { hourlyRate: number | null; version?: number | undefined },
  ): Promise<MeasureRate>;
}

export interface MeasurePorts extends SettingPorts {
  readonly transactions: Transactions;
  readonly participants: ParticipantSource | null;
  readonly taskLog: TaskLogSource | null;
}

const SELECT_RATE = `
  select s.hourly_rate::float8 as "hourlyRate", m.base_currency as currency, s.version
  from crm.measure_setting s, crm.money_setting m`;
const UPDATE_RATE =
  'update crm.measure_setting set hourly_rate = $1, version = version + 1, updated_at = clock_timestamp()';

export function createMeasureService(ports: MeasurePorts): MeasureService {
  const { transactions, participants } = ports;
  const reader = transactions.reader(null);
  const asked = (caller: Caller) => ({ context: rowContext(caller, participants), tasks: ports.taskLog });
  const behind = (caller: Caller, entity: string, counted: Counted) =>
    readBehind(reader, { entity, counted }, rowContext(caller, participants));
  const measured = async <Row>(items: readonly Row[], unrated = 0): Promise<Measured<Row>> => ({
    items,
    unrated,
    rate: await readRate(reader),
  });
  return {
    stages: async (caller, period) => {
      const facts = await readStageFacts(reader, period, asked(caller));
      return measured(stageMeasures(facts), countUnrated([...facts.visits, ...facts.standing]));
    },
    stageRecords: async (caller, { stage, cell, ...period }) => {
      const facts = await readStageFacts(reader, period, asked(caller));
      return behind(caller, period.entity, behindStage(facts, stage, cell));
    },
    sources: async (caller, period) => {
      const facts = await readSourceFacts(reader, period, rowContext(caller, participants));
      return measured(sourceMeasures(facts), countUnrated(facts.deals));
    },
    sourceRecords: async (caller, { source, cell, ...period }) => {
      const facts = await readSourceFacts(reader, period, rowContext(caller, participants));
      return behind(caller, isOfLeads(cell) ? 'lead' : 'deal', behindSource(facts, source, cell));
    },
    support: async (caller, period) =>
      measured(supportMeasures(await readSupportFacts(reader, period, asked(caller)))),
    supportRecords: async (caller, { group, cell, ...period }) => {
      const facts = await readSupportFacts(reader, period, asked(caller));
      return behind(caller, 'ticket', behindSupport(facts, group, cell));
    },
    rate: () => readRate(reader),
    saveRate: (caller, { hourlyRate, version }) =>
      transactions.run(caller.transaction, async ({ client }) => {
        const before = await readRate(client);
        const name = 'Cost of an hour';
        assertSettingVersion(name, before, version);
        await client.query(UPDATE_RATE, [hourlyRate]);
        const after = await readRate(client);
        await tellOfSetting(client, caller, { ...ports, entity: 'measure_setting', name, before, after });
        return after;
      }),
  };
}

async function readRate(reader: Queryable): Promise<MeasureRate> {
  const { rows } = await reader.query<MeasureRate>(SELECT_RATE);
  return rows[0] ?? { hourlyRate: null, currency: 'EUR', version: 0 };
}
