CREATE TABLE "password_reminders" (
	"user_id" uuid NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"days_before" integer NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "password_reminders_user_id_changed_at_days_before_pk" PRIMARY KEY("user_id","changed_at","days_before")
);
--> statement-breakpoint
ALTER TABLE "password_reminders" ADD CONSTRAINT "password_reminders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;