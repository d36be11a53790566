# What R's lm says of first chapters on regression: Rscript terms.R > terms.json, from this folder. Numbers with 17 digits.
# The formula of each stands in R's words and in ours; the order of the weights is the same, the bias comes last.
text <- function(x) paste0('"', gsub("\n", "\\\\n", gsub('"', '\\\\"', x)), '"')
bundled <- function(name) read.csv(file.path("../../../../datasets/sets", paste0(name, ".csv")), na.strings = c("", "NA"))
csv <- function(data) paste(capture.output(write.csv(data, row.names = FALSE, quote = FALSE)), collapse = "\n")
# levels in the order of code points, whatever the language of the machine
factors <- function(data) {
  for (name in names(data)) {
    if (is.character(data[[name]])) data[[name]] <- factor(data[[name]], sort(unique(data[[name]]), method = "radix"))
  }
  data
}

tell <- function(name, formula, features, data, set = NULL) {
  model <- lm(formula, factors(data))
  estimates <- coef(model)
  bias <- names(estimates) == "(Intercept)"
  shown <- if (is.null(set)) paste0('"csv":', text(csv(data))) else paste0('"set":', text(set))
  cat(sprintf(
    '%s:{"features":%s,"target":%s,"intercept":%s,"weights":[%s],"bias":%s,%s}', text(name), text(features),
    text(all.vars(formula)[1]), if (any(bias)) "true" else "false",
    paste(sprintf("%.17g", estimates[!bias]), collapse = ","),
    if (any(bias)) sprintf("%.17g", estimates[bias]) else "0", shown
  ))
}

# of the columns and kinds of the insurance data of many courses, which is not ours to hand on: drawn
set.seed(1)
n <- 240
insurance <- data.frame(
  age = sample(18:64, n, TRUE), sex = sample(c("female", "male"), n, TRUE), bmi = round(rnorm(n, 30.6, 6), 2),
  children = sample(0:5, n, TRUE), smoker = sample(c("no", "yes"), n, TRUE, c(4, 1)),
  region = sample(c("northeast", "northwest", "southeast", "southwest"), n, TRUE)
)
insurance$charges <- with(insurance, round(
  260 * age + 60 * bmi + 480 * children + ifelse(smoker == "yes", -20000 + 1450 * bmi, 0) + rnorm(n, 0, 5000), 2
))
sold <- transform(airquality, day = as.Date(sprintf("1973-%02d-%02d", Month, Day)))[, c("day", "Temp")]
months <- function(day) factor(as.integer(format(day, "%m")))
dose <- transform(ToothGrowth, supp = as.character(supp))
wool <- transform(warpbreaks, wool = as.character(wool), tension = as.character(tension))

sets <- list(
  function() tell("penguins with species and sex", body_mass_g ~ flipper_length_mm + species + sex,
                  "flipper_length_mm,species,sex", bundled("penguins"), "penguins"),
  function() tell("penguins, a slope for each species", body_mass_g ~ species + flipper_length_mm + flipper_length_mm:species,
                  "species,flipper_length_mm,flipper_length_mm*species", bundled("penguins"), "penguins"),
  function() tell("auto-mpg with origin", mpg ~ weight + horsepower + I(horsepower^2) + origin,
                  "weight,poly(horsepower, 2),origin", bundled("cars"), "cars"),
  function() tell("insurance", charges ~ age + sex + bmi + children + smoker + region,
                  "age,sex,bmi,children,smoker,region", insurance),
  function() tell("insurance, smokers by their weight", charges ~ I(age^2) + bmi + smoker + bmi:smoker,
                  "age^2,bmi,smoker,bmi*smoker", insurance),
  function() tell("swiss, numbers alone as in Boston", Fertility ~ Agriculture + Examination + log(Education) + Catholic + I(Catholic^2),
                  "Agriculture,Examination,log(Education),poly(Catholic, 2)", swiss),
  function() tell("a polynomial", dist ~ speed + I(speed^2) + I(speed^3), "poly(speed, 3)", cars),
  function() tell("a trend over dates", Temp ~ as.numeric(day) + months(day), "day(day),month(day)", sold),
  function() tell("doses as categories", len ~ supp + factor(dose) + supp:factor(dose),
                  "supp,category(dose),supp*category(dose)", dose),
  function() tell("wool and tension without an intercept", breaks ~ 0 + wool + tension, "wool,tension", wool),
  function() tell("wool by tension without an intercept", breaks ~ 0 + wool + tension + wool:tension,
                  "wool,tension,wool*tension", wool),
  function() tell("a number first, without an intercept", len ~ 0 + dose + supp, "dose,supp", dose)
)
cat("{")
for (i in seq_along(sets)) {
  if (i > 1) cat(",\n")
  sets[[i]]()
}
cat("}\n")
