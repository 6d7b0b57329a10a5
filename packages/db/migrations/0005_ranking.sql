DROP INDEX "score_best_idx";--> statement-breakpoint
DROP INDEX "score_history_idx";--> statement-breakpoint
ALTER TABLE "score" ADD COLUMN "published_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
UPDATE "score" SET "published_at" = "created_at";--> statement-breakpoint
CREATE INDEX "submission_outside_idx" ON "submission" USING btree ("challenge_id","id") WHERE "submission"."late" or "submission"."disqualified_at" is not null;--> statement-breakpoint
CREATE INDEX "score_best_idx" ON "score" USING btree ("split_version_id","team_id","mean_iou" DESC NULLS LAST,"submitted_at") WHERE "score"."current" and "score"."shown_mean_iou" is null;--> statement-breakpoint
CREATE INDEX "score_history_idx" ON "score" USING btree ("split_version_id","team_id","submitted_at","mean_iou","shown_mean_iou","published_at","submission_id") WHERE "score"."current";