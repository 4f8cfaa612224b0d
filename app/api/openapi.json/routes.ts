// Written by `npm run api:routes`; a test compares it with the files.
import * as r0 from "../v1/alerts/route";
import * as r1 from "../v1/artifacts/[artifact_id]/head/route";
import * as r2 from "../v1/artifacts/[artifact_id]/neighbours/route";
import * as r3 from "../v1/artifacts/[artifact_id]/route";
import * as r4 from "../v1/artifacts/route";
import * as r5 from "../v1/audit/export/route";
import * as r6 from "../v1/audit/route";
import * as r7 from "../v1/audit/values/route";
import * as r8 from "../v1/backfills/[id]/cancel/route";
import * as r9 from "../v1/backfills/[id]/pause/route";
import * as r10 from "../v1/backfills/[id]/resume/route";
import * as r11 from "../v1/backfills/[id]/route";
import * as r12 from "../v1/batch-predictions/[batch_id]/cancel/route";
import * as r13 from "../v1/batch-predictions/[batch_id]/errors/route";
import * as r14 from "../v1/batch-predictions/[batch_id]/files/[file]/route";
import * as r15 from "../v1/batch-predictions/[batch_id]/retry/route";
import * as r16 from "../v1/batch-predictions/[batch_id]/route";
import * as r17 from "../v1/batch-predictions/route";
import * as r18 from "../v1/batch-predictions/uploads/[upload]/[part]/route";
import * as r19 from "../v1/comparison/reruns/route";
import * as r20 from "../v1/comparison/reversals/route";
import * as r21 from "../v1/comparison/route";
import * as r22 from "../v1/connections/[id]/route";
import * as r23 from "../v1/connections/[id]/test/route";
import * as r24 from "../v1/connections/[id]/usage/route";
import * as r25 from "../v1/connections/route";
import * as r26 from "../v1/demo/route";
import * as r27 from "../v1/endpoint-states/route";
import * as r28 from "../v1/endpoint-usage/route";
import * as r29 from "../v1/endpoints/[endpoint_name]/alerts/[alert_id]/route";
import * as r30 from "../v1/endpoints/[endpoint_name]/alerts/route";
import * as r31 from "../v1/endpoints/[endpoint_name]/drift/route";
import * as r32 from "../v1/endpoints/[endpoint_name]/reference/route";
import * as r33 from "../v1/endpoints/[endpoint_name]/rollback/route";
import * as r34 from "../v1/endpoints/[endpoint_name]/route";
import * as r35 from "../v1/endpoints/[endpoint_name]/shadow/route";
import * as r36 from "../v1/endpoints/[endpoint_name]/usage/route";
import * as r37 from "../v1/endpoints/route";
import * as r38 from "../v1/events/route";
import * as r39 from "../v1/experiment-run-groups/route";
import * as r40 from "../v1/experiment-runs/[experiment_run_id]/artifacts/head/route";
import * as r41 from "../v1/experiment-runs/[experiment_run_id]/artifacts/model/route";
import * as r42 from "../v1/experiment-runs/[experiment_run_id]/artifacts/route";
import * as r43 from "../v1/experiment-runs/[experiment_run_id]/datasets/route";
import * as r44 from "../v1/experiment-runs/[experiment_run_id]/metric-points/route";
import * as r45 from "../v1/experiment-runs/[experiment_run_id]/metric-samples/route";
import * as r46 from "../v1/experiment-runs/[experiment_run_id]/metrics/route";
import * as r47 from "../v1/experiment-runs/[experiment_run_id]/relations/route";
import * as r48 from "../v1/experiment-runs/[experiment_run_id]/route";
import * as r49 from "../v1/experiment-runs/delete/route";
import * as r50 from "../v1/experiment-runs/export/route";
import * as r51 from "../v1/experiment-runs/metric-samples/route";
import * as r52 from "../v1/experiment-runs/move/route";
import * as r53 from "../v1/experiment-runs/purge/preview/route";
import * as r54 from "../v1/experiment-runs/purge/route";
import * as r55 from "../v1/experiment-runs/restore/route";
import * as r56 from "../v1/experiment-runs/route";
import * as r57 from "../v1/experiment-runs/tag/route";
import * as r58 from "../v1/experiments/[experiment_id]/keys/route";
import * as r59 from "../v1/experiments/[experiment_id]/purge/route";
import * as r60 from "../v1/experiments/[experiment_id]/restore/route";
import * as r61 from "../v1/experiments/[experiment_id]/route";
import * as r62 from "../v1/experiments/[experiment_id]/views/[view_id]/route";
import * as r63 from "../v1/experiments/[experiment_id]/views/route";
import * as r64 from "../v1/experiments/route";
import * as r65 from "../v1/features/entities/[entity_name]/route";
import * as r66 from "../v1/features/entities/route";
import * as r67 from "../v1/features/look-up/route";
import * as r68 from "../v1/features/on-demand-trials/route";
import * as r69 from "../v1/features/on-demand-views/[on_demand_view]/route";
import * as r70 from "../v1/features/on-demand-views/route";
import * as r71 from "../v1/features/online-store/repair/route";
import * as r72 from "../v1/features/online-store/route";
import * as r73 from "../v1/features/services/[service_name]/route";
import * as r74 from "../v1/features/services/route";
import * as r75 from "../v1/features/sources/[source_name]/files/head/route";
import * as r76 from "../v1/features/sources/[source_name]/files/route";
import * as r77 from "../v1/features/sources/[source_name]/route";
import * as r78 from "../v1/features/sources/route";
import * as r79 from "../v1/features/training-set-users/route";
import * as r80 from "../v1/features/training-sets/[training_set_id]/head/route";
import * as r81 from "../v1/features/training-sets/[training_set_id]/route";
import * as r82 from "../v1/features/training-sets/route";
import * as r83 from "../v1/features/views/[view_name]/audits/route";
import * as r84 from "../v1/features/views/[view_name]/materializations/route";
import * as r85 from "../v1/features/views/[view_name]/profile/route";
import * as r86 from "../v1/features/views/[view_name]/route";
import * as r87 from "../v1/features/views/[view_name]/schemas/route";
import * as r88 from "../v1/features/views/route";
import * as r89 from "../v1/home/route";
import * as r90 from "../v1/import-errors/route";
import * as r91 from "../v1/invites/[id]/route";
import * as r92 from "../v1/invites/accept/route";
import * as r93 from "../v1/invites/route";
import * as r94 from "../v1/jobs/[name]/run/route";
import * as r95 from "../v1/jobs/route";
import * as r96 from "../v1/log-records/[time]/[id]/context/route";
import * as r97 from "../v1/log-records/[time]/[id]/route";
import * as r98 from "../v1/log-records/export/route";
import * as r99 from "../v1/log-records/fields/route";
import * as r100 from "../v1/log-records/histogram/route";
import * as r101 from "../v1/log-records/patterns/route";
import * as r102 from "../v1/log-records/route";
import * as r103 from "../v1/log-records/services/route";
import * as r104 from "../v1/log-records/tail/route";
import * as r105 from "../v1/log-searches/[search_id]/route";
import * as r106 from "../v1/log-searches/route";
import * as r107 from "../v1/log-store/route";
import * as r108 from "../v1/logged-models/[logged_model_id]/artifacts/head/route";
import * as r109 from "../v1/logged-models/[logged_model_id]/artifacts/model/route";
import * as r110 from "../v1/logged-models/[logged_model_id]/artifacts/route";
import * as r111 from "../v1/long-jobs/[id]/cancel/route";
import * as r112 from "../v1/long-jobs/[id]/retry/route";
import * as r113 from "../v1/long-jobs/[id]/route";
import * as r114 from "../v1/long-jobs/route";
import * as r115 from "../v1/me/identities/[provider]/route";
import * as r116 from "../v1/me/identities/route";
import * as r117 from "../v1/me/password/route";
import * as r118 from "../v1/me/route";
import * as r119 from "../v1/me/sign-in-warnings/route";
import * as r120 from "../v1/me/step-up/route";
import * as r121 from "../v1/model-versions/route";
import * as r122 from "../v1/model-webhooks/[webhook_id]/deliveries/[delivery_id]/redeliver/route";
import * as r123 from "../v1/model-webhooks/[webhook_id]/deliveries/route";
import * as r124 from "../v1/model-webhooks/[webhook_id]/route";
import * as r125 from "../v1/model-webhooks/[webhook_id]/test/route";
import * as r126 from "../v1/model-webhooks/route";
import * as r127 from "../v1/models/[model_name]/aliases/[alias]/history/route";
import * as r128 from "../v1/models/[model_name]/aliases/[alias]/rollback/route";
import * as r129 from "../v1/models/[model_name]/aliases/[alias]/route";
import * as r130 from "../v1/models/[model_name]/compare/route";
import * as r131 from "../v1/models/[model_name]/policies/[alias]/route";
import * as r132 from "../v1/models/[model_name]/policies/route";
import * as r133 from "../v1/models/[model_name]/policy-preview/route";
import * as r134 from "../v1/models/[model_name]/promotions/[promotion_id]/approve/route";
import * as r135 from "../v1/models/[model_name]/promotions/[promotion_id]/reject/route";
import * as r136 from "../v1/models/[model_name]/promotions/[promotion_id]/withdraw/route";
import * as r137 from "../v1/models/[model_name]/promotions/route";
import * as r138 from "../v1/models/[model_name]/route";
import * as r139 from "../v1/models/[model_name]/versions/[version]/route";
import * as r140 from "../v1/models/[model_name]/versions/[version]/trust/route";
import * as r141 from "../v1/models/[model_name]/versions/route";
import * as r142 from "../v1/models/route";
import * as r143 from "../v1/password-reset/route";
import * as r144 from "../v1/pipelines/[dagId]/backfills/route";
import * as r145 from "../v1/pipelines/[dagId]/deletion/route";
import * as r146 from "../v1/pipelines/[dagId]/grid/route";
import * as r147 from "../v1/pipelines/[dagId]/route";
import * as r148 from "../v1/pipelines/[dagId]/runs/route";
import * as r149 from "../v1/pipelines/[dagId]/tasks/[taskId]/route";
import * as r150 from "../v1/pipelines/[dagId]/versions/[number]/files/[...path]/route";
import * as r151 from "../v1/pipelines/[dagId]/versions/[number]/files/route";
import * as r152 from "../v1/pipelines/[dagId]/versions/[number]/route";
import * as r153 from "../v1/pipelines/[dagId]/versions/route";
import * as r154 from "../v1/pipelines/route";
import * as r155 from "../v1/pools/[name]/route";
import * as r156 from "../v1/pools/[name]/usage/route";
import * as r157 from "../v1/pools/route";
import * as r158 from "../v1/prediction-quality/route";
import * as r159 from "../v1/predictions/[prediction_id]/replay/route";
import * as r160 from "../v1/predictions/[prediction_id]/route";
import * as r161 from "../v1/predictions/replay/route";
import * as r162 from "../v1/predictions/route";
import * as r163 from "../v1/queues/route";
import * as r164 from "../v1/retention/preview/route";
import * as r165 from "../v1/retention/route";
import * as r166 from "../v1/run-views/[view_id]/route";
import * as r167 from "../v1/run-views/route";
import * as r168 from "../v1/runs/[run_id]/artifacts/route";
import * as r169 from "../v1/runs/[run_id]/cancel/route";
import * as r170 from "../v1/runs/[run_id]/clear/route";
import * as r171 from "../v1/runs/[run_id]/deletion/route";
import * as r172 from "../v1/runs/[run_id]/mark/route";
import * as r173 from "../v1/runs/[run_id]/pin/route";
import * as r174 from "../v1/runs/[run_id]/route";
import * as r175 from "../v1/runs/[run_id]/training-runs/route";
import * as r176 from "../v1/runs/bulk/route";
import * as r177 from "../v1/runs/counts/route";
import * as r178 from "../v1/runs/facets/route";
import * as r179 from "../v1/runs/route";
import * as r180 from "../v1/search/route";
import * as r181 from "../v1/service-accounts/[accountId]/route";
import * as r182 from "../v1/service-accounts/[accountId]/tokens/[id]/rotate/route";
import * as r183 from "../v1/service-accounts/[accountId]/tokens/[id]/route";
import * as r184 from "../v1/service-accounts/[accountId]/tokens/route";
import * as r185 from "../v1/service-accounts/route";
import * as r186 from "../v1/sessions/[id]/route";
import * as r187 from "../v1/sessions/route";
import * as r188 from "../v1/setup/route";
import * as r189 from "../v1/task-attempts/[attemptId]/log/download/route";
import * as r190 from "../v1/task-attempts/[attemptId]/log/route";
import * as r191 from "../v1/task-attempts/[attemptId]/log/search/route";
import * as r192 from "../v1/task-instances/counts/route";
import * as r193 from "../v1/task-instances/route";
import * as r194 from "../v1/task-kinds/route";
import * as r195 from "../v1/team/route";
import * as r196 from "../v1/tokens/[id]/rotate/route";
import * as r197 from "../v1/tokens/[id]/route";
import * as r198 from "../v1/tokens/route";
import * as r199 from "../v1/users/[userId]/password-reset/route";
import * as r200 from "../v1/users/[userId]/route";
import * as r201 from "../v1/users/route";
import * as r202 from "../v1/variables/[key]/route";
import * as r203 from "../v1/variables/[key]/usage/route";
import * as r204 from "../v1/variables/route";
import * as r205 from "../v1/waiting/route";
import * as r206 from "../v1/workers/[worker_id]/orders/route";
import * as r207 from "../v1/workers/[worker_id]/route";
import * as r208 from "../v1/workers/route";

export const ROUTE_MODULES: readonly object[] = [
  r0,
  r1,
  r2,
  r3,
  r4,
  r5,
  r6,
  r7,
  r8,
  r9,
  r10,
  r11,
  r12,
  r13,
  r14,
  r15,
  r16,
  r17,
  r18,
  r19,
  r20,
  r21,
  r22,
  r23,
  r24,
  r25,
  r26,
  r27,
  r28,
  r29,
  r30,
  r31,
  r32,
  r33,
  r34,
  r35,
  r36,
  r37,
  r38,
  r39,
  r40,
  r41,
  r42,
  r43,
  r44,
  r45,
  r46,
  r47,
  r48,
  r49,
  r50,
  r51,
  r52,
  r53,
  r54,
  r55,
  r56,
  r57,
  r58,
  r59,
  r60,
  r61,
  r62,
  r63,
  r64,
  r65,
  r66,
  r67,
  r68,
  r69,
  r70,
  r71,
  r72,
  r73,
  r74,
  r75,
  r76,
  r77,
  r78,
  r79,
  r80,
  r81,
  r82,
  r83,
  r84,
  r85,
  r86,
  r87,
  r88,
  r89,
  r90,
  r91,
  r92,
  r93,
  r94,
  r95,
  r96,
  r97,
  r98,
  r99,
  r100,
  r101,
  r102,
  r103,
  r104,
  r105,
  r106,
  r107,
  r108,
  r109,
  r110,
  r111,
  r112,
  r113,
  r114,
  r115,
  r116,
  r117,
  r118,
  r119,
  r120,
  r121,
  r122,
  r123,
  r124,
  r125,
  r126,
  r127,
  r128,
  r129,
  r130,
  r131,
  r132,
  r133,
  r134,
  r135,
  r136,
  r137,
  r138,
  r139,
  r140,
  r141,
  r142,
  r143,
  r144,
  r145,
  r146,
  r147,
  r148,
  r149,
  r150,
  r151,
  r152,
  r153,
  r154,
  r155,
  r156,
  r157,
  r158,
  r159,
  r160,
  r161,
  r162,
  r163,
  r164,
  r165,
  r166,
  r167,
  r168,
  r169,
  r170,
  r171,
  r172,
  r173,
  r174,
  r175,
  r176,
  r177,
  r178,
  r179,
  r180,
  r181,
  r182,
  r183,
  r184,
  r185,
  r186,
  r187,
  r188,
  r189,
  r190,
  r191,
  r192,
  r193,
  r194,
  r195,
  r196,
  r197,
  r198,
  r199,
  r200,
  r201,
  r202,
  r203,
  r204,
  r205,
  r206,
  r207,
  r208,
];
