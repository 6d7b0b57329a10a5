CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "apikey" (
	"id" text PRIMARY KEY NOT NULL,
	"config_id" text DEFAULT 'default' NOT NULL,
	"name" text,
	"start" text,
	"prefix" text,
	"key" text NOT NULL,
	"reference_id" text NOT NULL,
	"refill_interval" integer,
	"refill_amount" integer,
	"last_refill_at" timestamp with time zone,
	"enabled" boolean DEFAULT true,
	"rate_limit_enabled" boolean DEFAULT true,
	"rate_limit_time_window" integer,
	"rate_limit_max" integer,
	"request_count" integer DEFAULT 0,
	"remaining" integer,
	"last_request" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"permissions" text,
	"metadata" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limit_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"impersonated_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text DEFAULT 'user' NOT NULL,
	"banned" boolean DEFAULT false,
	"ban_reason" text,
	"ban_expires" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email"),
	CONSTRAINT "user_role_check" CHECK ("user"."role" in ('user', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "challenge" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"licence" text DEFAULT '' NOT NULL,
	"classes" jsonb NOT NULL,
	"void_id" integer,
	"rgb_masks" boolean DEFAULT false NOT NULL,
	"limits" jsonb NOT NULL,
	"lanes" jsonb DEFAULT '["masks"]'::jsonb NOT NULL,
	"rounding" integer DEFAULT 5 NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"status" text DEFAULT 'draft' NOT NULL,
	"phase" text DEFAULT 'public' NOT NULL,
	"frozen_at" timestamp with time zone,
	"active_split_version_id" uuid,
	"board_revision" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "challenge_slug_unique" UNIQUE("slug"),
	CONSTRAINT "challenge_status_check" CHECK ("challenge"."status" in ('draft', 'published', 'closed', 'archived')),
	CONSTRAINT "challenge_phase_check" CHECK ("challenge"."phase" in ('public', 'frozen', 'revealed')),
	CONSTRAINT "challenge_dates_check" CHECK ("challenge"."starts_at" < "challenge"."ends_at"),
	CONSTRAINT "challenge_rounding_check" CHECK ("challenge"."rounding" between 2 and 8)
);
--> statement-breakpoint
CREATE TABLE "challenge_organizer" (
	"challenge_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "challenge_organizer_challenge_id_user_id_pk" PRIMARY KEY("challenge_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "dataset_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"challenge_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kit_key" text,
	"kit_bytes" bigint DEFAULT 0 NOT NULL,
	"class_pixels" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dataset_version_unique" UNIQUE("challenge_id","version")
);
--> statement-breakpoint
CREATE TABLE "image" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dataset_version_id" uuid NOT NULL,
	"stem" text NOT NULL,
	"role" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"image_key" text NOT NULL,
	"mask_key" text NOT NULL,
	"depth_key" text,
	"thumb_key" text,
	"overlay_key" text,
	CONSTRAINT "image_stem_unique" UNIQUE("dataset_version_id","role","stem"),
	CONSTRAINT "image_role_check" CHECK ("image"."role" in ('train', 'test')),
	CONSTRAINT "image_size_check" CHECK ("image"."width" > 0 and "image"."height" > 0),
	CONSTRAINT "image_overlay_check" CHECK ("image"."role" = 'train' or "image"."overlay_key" is null)
);
--> statement-breakpoint
CREATE TABLE "split_assignment" (
	"split_version_id" uuid NOT NULL,
	"image_id" uuid NOT NULL,
	"split" text NOT NULL,
	CONSTRAINT "split_assignment_split_version_id_image_id_pk" PRIMARY KEY("split_version_id","image_id"),
	CONSTRAINT "split_assignment_split_check" CHECK ("split_assignment"."split" in ('public', 'private'))
);
--> statement-breakpoint
CREATE TABLE "split_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"dataset_version_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "split_version_unique" UNIQUE("dataset_version_id","version")
);
--> statement-breakpoint
CREATE TABLE "import" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" text,
	"slug" text NOT NULL,
	"title" text,
	"filename" text NOT NULL,
	"bytes" bigint NOT NULL,
	"artifact_key" text,
	"status" text DEFAULT 'uploading' NOT NULL,
	"progress_done" integer,
	"progress_total" integer,
	"error" jsonb,
	"report" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"challenge_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "import_status_check" CHECK ("import"."status" in ('uploading', 'queued', 'running', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "score" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"submission_id" uuid NOT NULL,
	"split_version_id" uuid NOT NULL,
	"scorer_version" text NOT NULL,
	"artifact_sha256" text NOT NULL,
	"team_id" uuid NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	"current" boolean DEFAULT true NOT NULL,
	"mean_iou" double precision NOT NULL,
	"class_ious" jsonb NOT NULL,
	"interval_low" double precision,
	"interval_high" double precision,
	"evaluation" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "score_identity" UNIQUE("submission_id","split_version_id","scorer_version"),
	CONSTRAINT "score_mean_iou_check" CHECK ("score"."mean_iou" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "score_image" (
	"score_id" uuid NOT NULL,
	"image_id" uuid NOT NULL,
	"split" text NOT NULL,
	"mean_iou" double precision,
	"matrix" integer[] NOT NULL,
	CONSTRAINT "score_image_score_id_image_id_pk" PRIMARY KEY("score_id","image_id"),
	CONSTRAINT "score_image_split_check" CHECK ("score_image"."split" in ('public', 'private'))
);
--> statement-breakpoint
CREATE TABLE "score_private" (
	"score_id" uuid PRIMARY KEY NOT NULL,
	"mean_iou" double precision NOT NULL,
	"class_ious" jsonb NOT NULL,
	"interval_low" double precision,
	"interval_high" double precision,
	"evaluation" jsonb NOT NULL,
	CONSTRAINT "score_private_mean_iou_check" CHECK ("score_private"."mean_iou" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "submission" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"challenge_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"user_id" text,
	"lane" text DEFAULT 'masks' NOT NULL,
	"filename" text NOT NULL,
	"bytes" bigint NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'uploading' NOT NULL,
	"final" boolean DEFAULT false NOT NULL,
	"sha256" text,
	"artifact_key" text,
	"error" jsonb,
	"notices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"progress_done" integer,
	"progress_total" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"queued_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "submission_state_check" CHECK ("submission"."state" in ('uploading', 'uploaded', 'queued', 'checking', 'scoring', 'scored', 'invalid', 'failed')),
	CONSTRAINT "submission_lane_check" CHECK ("submission"."lane" in ('masks', 'model')),
	CONSTRAINT "submission_bytes_check" CHECK ("submission"."bytes" >= 0),
	CONSTRAINT "submission_artifact_check" CHECK ("submission"."state" in ('uploading', 'invalid', 'failed') or ("submission"."sha256" is not null and "submission"."artifact_key" is not null))
);
--> statement-breakpoint
CREATE TABLE "submission_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"submission_id" uuid NOT NULL,
	"state" text NOT NULL,
	"text" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "submission_event_state_check" CHECK ("submission_event"."state" in ('uploading', 'uploaded', 'queued', 'checking', 'scoring', 'scored', 'invalid', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "team" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"challenge_id" uuid NOT NULL,
	"name" text NOT NULL,
	"invite_token" text NOT NULL,
	"house" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_inviteToken_unique" UNIQUE("invite_token"),
	CONSTRAINT "team_challenge_unique" UNIQUE("id","challenge_id")
);
--> statement-breakpoint
CREATE TABLE "team_member" (
	"team_id" uuid NOT NULL,
	"challenge_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"captain" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_member_team_id_user_id_pk" PRIMARY KEY("team_id","user_id"),
	CONSTRAINT "team_member_one_team" UNIQUE("challenge_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "apikey" ADD CONSTRAINT "apikey_reference_id_user_id_fk" FOREIGN KEY ("reference_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_active_split_version_id_split_version_id_fk" FOREIGN KEY ("active_split_version_id") REFERENCES "public"."split_version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_organizer" ADD CONSTRAINT "challenge_organizer_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge_organizer" ADD CONSTRAINT "challenge_organizer_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_version" ADD CONSTRAINT "dataset_version_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "image" ADD CONSTRAINT "image_dataset_version_id_dataset_version_id_fk" FOREIGN KEY ("dataset_version_id") REFERENCES "public"."dataset_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_assignment" ADD CONSTRAINT "split_assignment_split_version_id_split_version_id_fk" FOREIGN KEY ("split_version_id") REFERENCES "public"."split_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_assignment" ADD CONSTRAINT "split_assignment_image_id_image_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."image"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "split_version" ADD CONSTRAINT "split_version_dataset_version_id_dataset_version_id_fk" FOREIGN KEY ("dataset_version_id") REFERENCES "public"."dataset_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import" ADD CONSTRAINT "import_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import" ADD CONSTRAINT "import_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score" ADD CONSTRAINT "score_submission_id_submission_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submission"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score" ADD CONSTRAINT "score_split_version_id_split_version_id_fk" FOREIGN KEY ("split_version_id") REFERENCES "public"."split_version"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_image" ADD CONSTRAINT "score_image_score_id_score_id_fk" FOREIGN KEY ("score_id") REFERENCES "public"."score"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_image" ADD CONSTRAINT "score_image_image_id_image_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."image"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_private" ADD CONSTRAINT "score_private_score_id_score_id_fk" FOREIGN KEY ("score_id") REFERENCES "public"."score"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission" ADD CONSTRAINT "submission_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission" ADD CONSTRAINT "submission_team_fk" FOREIGN KEY ("team_id","challenge_id") REFERENCES "public"."team"("id","challenge_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_event" ADD CONSTRAINT "submission_event_submission_id_submission_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submission"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team" ADD CONSTRAINT "team_challenge_id_challenge_id_fk" FOREIGN KEY ("challenge_id") REFERENCES "public"."challenge"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_team_fk" FOREIGN KEY ("team_id","challenge_id") REFERENCES "public"."team"("id","challenge_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_user_idx" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "apikey_key_idx" ON "apikey" USING btree ("key");--> statement-breakpoint
CREATE INDEX "apikey_reference_idx" ON "apikey" USING btree ("reference_id");--> statement-breakpoint
CREATE INDEX "session_user_idx" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier_idx" ON "verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "challenge_organizer_user_idx" ON "challenge_organizer" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "split_assignment_image_idx" ON "split_assignment" USING btree ("image_id");--> statement-breakpoint
CREATE INDEX "import_created_idx" ON "import" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "score_artifact_idx" ON "score" USING btree ("artifact_sha256","split_version_id","scorer_version");--> statement-breakpoint
CREATE INDEX "score_best_idx" ON "score" USING btree ("split_version_id","team_id","mean_iou" DESC NULLS LAST,"submitted_at") WHERE "score"."current";--> statement-breakpoint
CREATE INDEX "score_history_idx" ON "score" USING btree ("split_version_id","team_id","submitted_at","mean_iou","created_at") WHERE "score"."current";--> statement-breakpoint
CREATE INDEX "score_image_image_idx" ON "score_image" USING btree ("image_id");--> statement-breakpoint
CREATE INDEX "submission_team_idx" ON "submission" USING btree ("team_id","created_at");--> statement-breakpoint
CREATE INDEX "submission_challenge_idx" ON "submission" USING btree ("challenge_id","created_at");--> statement-breakpoint
CREATE INDEX "submission_sha_idx" ON "submission" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "submission_user_idx" ON "submission" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "submission_queued_idx" ON "submission" USING btree ("queued_at") WHERE "submission"."state" = 'queued';--> statement-breakpoint
CREATE INDEX "submission_uploading_idx" ON "submission" USING btree ("created_at") WHERE "submission"."state" = 'uploading';--> statement-breakpoint
CREATE INDEX "submission_event_submission_idx" ON "submission_event" USING btree ("submission_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "team_name_unique" ON "team" USING btree ("challenge_id",lower("name"));--> statement-breakpoint
CREATE UNIQUE INDEX "team_member_one_captain" ON "team_member" USING btree ("team_id") WHERE "team_member"."captain";--> statement-breakpoint
CREATE INDEX "team_member_user_idx" ON "team_member" USING btree ("user_id");