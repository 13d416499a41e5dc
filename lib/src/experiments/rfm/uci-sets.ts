/** The sets of the benchmark by the rows of their main file; the tests hold this against the data. */

const small = `
acute-inflammation acute-nephritis annealing arrhythmia audiology-std balance-scale balloons blood
breast-cancer breast-cancer-wisc breast-cancer-wisc-diag breast-cancer-wisc-prog breast-tissue
congressional-voting conn-bench-sonar-mines-rocks conn-bench-vowel-deterding credit-approval cylinder-bands
dermatology echocardiogram ecoli energy-y1 energy-y2 fertility flags glass haberman-survival hayes-roth
heart-cleveland heart-hungarian heart-switzerland heart-va hepatitis hill-valley horse-colic
ilpd-indian-liver image-segmentation ionosphere iris led-display lenses libras low-res-spect lung-cancer
lymphography mammographic molec-biol-promoter monks-1 monks-2 monks-3 musk-1 oocytes_trisopterus_nucleus_2f
oocytes_trisopterus_states_5b parkinsons pima pittsburg-bridges-MATERIAL pittsburg-bridges-REL-L
pittsburg-bridges-SPAN pittsburg-bridges-T-OR-D pittsburg-bridges-TYPE planning post-operative primary-tumor
seeds soybean spect spectf statlog-australian-credit statlog-german-credit statlog-heart statlog-vehicle
synthetic-control teaching tic-tac-toe trains vertebral-column-2clases vertebral-column-3clases wine zoo
`;

const middle = `
abalone bank car cardiotocography-10clases cardiotocography-3clases chess-krvkp contrac molec-biol-splice
mushroom musk-2 oocytes_merluccius_nucleus_4d oocytes_merluccius_states_2f optical ozone page-blocks
pendigits plant-margin plant-shape plant-texture ringnorm semeion spambase statlog-image statlog-landsat
steel-plates thyroid titanic twonorm wall-following waveform waveform-noise wine-quality-red
wine-quality-white yeast
`;

const names = (text: string): string[] => text.trim().split(/\s+/);

/** At most 1000 rows: 79 sets. */
export const smallUciSets: readonly string[] = names(small);

/** At most 10 000 rows: 113 sets, the small ones first. */
export const uciSets: readonly string[] = [...smallUciSets, ...names(middle)];

/** More than 10 000 rows, of the 120 sets of the archive. */
export const largeUciSets: readonly string[] = names(
  'adult chess-krvk connect-4 letter magic nursery statlog-shuttle',
);
