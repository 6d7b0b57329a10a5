CREATE TABLE "announcement" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"challenge_id" uuid,
	"title" text NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"author_id" text,
	"banner_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"challenge_id" uuid,
	"actor_id" text,
	"actor_name" text NOT NULL,
	"via" text NOT NULL,
	"action" text NOT NULL,
	"subject" jsonb,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_log_via_check" CHECK ("audit_log"."via" in ('web', 'api-key', 'system'))
);
--> statement-breakpoint
CREATE TABLE "rescore" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"challenge_id" uuid NOT NULL,
	"split_version_id" uuid NOT NULL,
	"scope" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"total" integer NOT NULL,
	"requested_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "rescore_state_check" CHECK ("rescore"."state" in ('running', 'done', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "rescore_item" (
	"rescore_id" uuid NOT NULL,
	"submission_id" uuid NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"error" text,
	CONSTRAINT "rescore_item_rescore_id_submission_id_pk" PRIMARY KEY("rescore_id","submission_id"),
	CONSTRAINT "rescore_item_state_check" CHECK ("rescore_item"."state" in ('waiting', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "prediction_sample" (
	"submission_id" uuid PRIMARY KEY NOT NULL,
	"dataset_version_id" uuid NOT NULL,
	"labels" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "similarity" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"challenge_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"earlier_id" uuid NOT NULL,
	"later_id" uuid NOT NULL,
	"agreement" double precision NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"dismissed_at" timestamp with time zone,
	"dismissed_by" text,
	CONSTRAINT "similarity_pair_unique" UNIQUE("earlier_id","later_id"),
	CONSTRAINT "similarity_kind_check" CHECK ("similarity"."kind" in ('same-file', 'same-predictions')),
	CONSTRAINT "similarity_agreement_check" CHECK ("similarity"."agreement" between 0 and 1)
);
--> statement-breakpoint
ALTER TABLE "challenge" ADD COLUMN "revealed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "challenge" ADD COLUMN "late_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "challenge" ADD COLUMN "board_shown" jsonb DEFAULT '{"public":true,"frozen":true,"revealed":true}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "challenge" ADD COLUMN "ladder_step" double precision;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD COLUMN "created_by" text;--> statement-breakpoint
ALTER TABLE "image" ADD COLUMN "mask_sha256" text;--> statement-breakpoint
ALTER TABLE "image" ADD COLUMN "image_hash" text;--> statement-breakpoint
ALTER TABLE "split_version" ADD COLUMN "method" jsonb DEFAULT '{"kind":"import"}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "split_version" ADD COLUMN "note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "split_version" ADD COLUMN "created_by" text;--> statement-breakpoint
ALTER TABLE "import" ADD COLUMN "findings" jsonb;--> statement-breakpoint
ALTER TABLE "score" ADD COLUMN "shown_mean_iou" double precision;--> statement-breakpoint
ALTER TABLE "submission" ADD COLUMN "late" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "submission" ADD COLUMN "disqualified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "submission" ADD COLUMN "disqualified_reason" text;--> statement-breakpoint
ALTER TABLE "submission" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "submission" ADD COLUMN "worker" text;--> statement-breakpoint
ALTER TABLE "team" ADD COLUMN "disqualified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "team" ADD COLUMN "disqualified_reason" text;--> statement-breakpoint
ALTER TABLE "team" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "announcement" ADD CONSTRAINT "announcement_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcement" ADD CONSTRAINT "announcement_author_id_user_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rescore" ADD CONSTRAINT "rescore_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rescore" ADD CONSTRAINT "rescore_split_version_id_split_version_id_fk" FOREIGN KEY ("split_version_id") REFERENCES "public"."split_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rescore" ADD CONSTRAINT "rescore_requested_by_user_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rescore_item" ADD CONSTRAINT "rescore_item_rescore_id_rescore_id_fk" FOREIGN KEY ("rescore_id") REFERENCES "public"."rescore"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rescore_item" ADD CONSTRAINT "rescore_item_submission_id_submission_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submission"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prediction_sample" ADD CONSTRAINT "prediction_sample_submission_id_submission_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submission"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prediction_sample" ADD CONSTRAINT "prediction_sample_dataset_version_id_dataset_version_id_fk" FOREIGN KEY ("dataset_version_id") REFERENCES "public"."dataset_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "similarity" ADD CONSTRAINT "similarity_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "similarity" ADD CONSTRAINT "similarity_earlier_id_submission_id_fk" FOREIGN KEY ("earlier_id") REFERENCES "public"."submission"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "similarity" ADD CONSTRAINT "similarity_later_id_submission_id_fk" FOREIGN KEY ("later_id") REFERENCES "public"."submission"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "similarity" ADD CONSTRAINT "similarity_dismissed_by_user_id_fk" FOREIGN KEY ("dismissed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcement_challenge_idx" ON "announcement" USING btree ("challenge_id","created_at");--> statement-breakpoint
CREATE INDEX "audit_log_challenge_idx" ON "audit_log" USING btree ("challenge_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_actor_idx" ON "audit_log" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "rescore_challenge_idx" ON "rescore" USING btree ("challenge_id","created_at");--> statement-breakpoint
CREATE INDEX "rescore_item_submission_idx" ON "rescore_item" USING btree ("submission_id");--> statement-breakpoint
CREATE INDEX "rescore_item_waiting_idx" ON "rescore_item" USING btree ("rescore_id") WHERE "rescore_item"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "prediction_sample_dataset_idx" ON "prediction_sample" USING btree ("dataset_version_id");--> statement-breakpoint
CREATE INDEX "similarity_challenge_idx" ON "similarity" USING btree ("challenge_id","created_at");--> statement-breakpoint
ALTER TABLE "dataset_version" ADD CONSTRAINT "dataset_version_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_version" ADD CONSTRAINT "split_version_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team" ADD CONSTRAINT "team_merged_into_id_team_id_fk" FOREIGN KEY ("merged_into_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_late_check" CHECK ("challenge"."ends_at" <= "challenge"."late_until");--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_ladder_check" CHECK ("challenge"."ladder_step" between 0 and 1);--> statement-breakpoint
CREATE FUNCTION "audit_log_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only';
END $$;--> statement-breakpoint
CREATE TRIGGER "audit_log_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log"
FOR EACH STATEMENT EXECUTE FUNCTION "audit_log_append_only"();
